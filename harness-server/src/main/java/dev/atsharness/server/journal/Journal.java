package dev.atsharness.server.journal;

import dev.atsharness.server.journal.internal.Recording;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The server's own record of every connection, failed ones included: a ring that keeps the newest
 * entries and counts those it dropped. Both the number of entries and their heap are limited,
 * because clients determine how large an entry is.
 *
 * <p>Thread-safe. One lock guards the ring and every {@link Recording}; readers get immutable
 * snapshots.
 */
public final class Journal {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Recording> ring = new ArrayDeque<>();
  private final int capacity;
  private final long maxBytes;
  private final Clock clock;
  private long lastSequence;
  private long lastRevision;
  private long bytes;

  /** Average heap for each entry; the entries of devices and scanners take a third of it. */
  private static final long BYTES_AN_ENTRY = 16 * 1024;

  /**
   * The content of the journal at one moment, or a part of it.
   *
   * @param entries oldest first
   * @param dropped number of entries that were dropped for newer ones
   * @param revision number of changes so far
   */
  public record Reading(List<JournalEntry> entries, long dropped, long revision) {

    public Reading {
      entries = List.copyOf(entries);
    }

    /** This reading with only the entries that match. */
    public Reading only(Predicate<JournalEntry> wanted) {
      return new Reading(entries.stream().filter(wanted).toList(), dropped, revision);
    }
  }

  /**
   * An empty journal.
   *
   * @param capacity maximum number of entries kept, at least 1
   * @param clock clock for the entries' start times
   */
  public Journal(int capacity, Clock clock) {
    this(capacity, capacity * BYTES_AN_ENTRY, clock);
  }

  /**
   * An empty journal.
   *
   * @param capacity maximum number of entries kept, at least 1
   * @param maxBytes maximum heap, in estimated bytes, of the entries, at least 1; the newest entry
   *     is always kept
   * @param clock clock for the entries' start times
   */
  public Journal(int capacity, long maxBytes, Clock clock) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a journal of " + capacity + " entries cannot hold any");
    }
    if (maxBytes < 1) {
      throw new IllegalArgumentException(
          "a journal of " + maxBytes + " bytes cannot hold any entry");
    }
    this.capacity = capacity;
    this.maxBytes = maxBytes;
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /** The maximum number of entries kept. */
  public int capacity() {
    return capacity;
  }

  /** The maximum heap of its entries, in estimated bytes. */
  public long maxBytes() {
    return maxBytes;
  }

  /** The present heap of its entries, in estimated bytes. */
  public long bytes() {
    return locked(() -> bytes);
  }

  /** The number of entries that were dropped for newer ones. */
  public long dropped() {
    return locked(() -> lastSequence - ring.size());
  }

  /** The sequence number of the newest entry; 0 before the first. */
  public long newest() {
    return locked(() -> lastSequence);
  }

  /** All kept entries, oldest first. */
  public List<JournalEntry> entries() {
    return since(0);
  }

  /** The kept entries whose sequence number is greater than this one, oldest first. */
  public List<JournalEntry> since(long sequence) {
    return locked(() -> newer(sequence).map(Recording::snapshot).toList());
  }

  /**
   * The kept entries that are new or have changed since an earlier reading, for readers that follow
   * the journal. Requests and alerts change an existing entry.
   *
   * @param revision revision of that reading; 0 for everything
   */
  public Reading changedSince(long revision) {
    return locked(
        () ->
            new Reading(
                ring.stream()
                    .filter(entry -> entry.revision() > revision)
                    .map(Recording::snapshot)
                    .toList(),
                dropped(),
                lastRevision));
  }

  /**
   * The next kept entries that {@link #changedSince} would give, for a writer that holds few of
   * them at a time.
   *
   * @param sequence sequence number before the wanted entries
   * @param revision as for {@link #changedSince}
   * @param limit maximum number of entries given
   * @return oldest first
   */
  public List<JournalEntry> after(long sequence, long revision, int limit) {
    return locked(
        () ->
            newer(sequence)
                .filter(entry -> entry.revision() > revision)
                .limit(limit)
                .map(Recording::snapshot)
                .toList());
  }

  /**
   * Waits until {@link #after} gives an entry of a scenario's endpoint.
   *
   * @param sequence as for {@link #after}
   * @param revision as for {@link #after}
   * @param scenario the scenario's id
   * @param timeout maximum time to wait
   * @return whether there is such an entry
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean awaitAfter(long sequence, long revision, String scenario, Duration timeout)
      throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (newer(sequence)
          .noneMatch(entry -> entry.revision() > revision && entry.belongsTo(scenario))) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The number of changes so far. */
  public long revision() {
    return locked(() -> lastRevision);
  }

  /**
   * The oldest entry of a scenario's endpoint that was not taken before; waits for one if there is
   * none.
   *
   * @param scenario the scenario's id
   * @param timeout maximum time to wait
   * @throws NoEntryException if none arrives in time
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public JournalEntry take(String scenario, Duration timeout) throws InterruptedException {
    return take(scenario, timeout, any -> true);
  }

  /**
   * The oldest entry of a scenario's endpoint that was not taken before and meets a condition;
   * waits for one if there is none. Requests come after the handshake: {@code seen ->
   * !seen.requests().isEmpty()} waits for the first.
   *
   * @param scenario the scenario's id
   * @param timeout maximum time to wait
   * @param wanted tested under the journal's lock, so it must be quick
   * @throws NoEntryException if none arrives in time
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public JournalEntry take(String scenario, Duration timeout, Predicate<JournalEntry> wanted)
      throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (true) {
        for (Recording entry : ring) {
          if (!entry.isTaken() && entry.belongsTo(scenario)) {
            JournalEntry seen = entry.snapshot();
            if (wanted.test(seen)) {
              entry.markTaken();
              return seen;
            }
          }
        }
        if (left <= 0) {
          throw new NoEntryException(scenario, timeout, lastEntry());
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Begins the record of a connection that was just accepted.
   *
   * @param localPort port that accepted it
   * @param client the client's address
   */
  public Recording open(int localPort, InetSocketAddress client) {
    return new Recording(this, localPort, client, clock.instant());
  }

  /** Runs a change of a recording and, once its handshake is over, puts it into the ring. */
  public void change(Recording recording, Runnable change) {
    lock.lock();
    try {
      long before = isKept(recording) ? recording.weight() : 0;
      change.run();
      boolean known = recording.sequence() > 0;
      if (!known && recording.isOver()) {
        recording.publish(++lastSequence);
        ring.addLast(recording);
      }
      if (isKept(recording)) {
        bytes += recording.weight() - before;
        makeRoom();
      }
      if (known || recording.isOver()) {
        recording.changed(++lastRevision);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The entries after a sequence number, oldest first. It takes a time that depends on their number
   * alone, because the newest entries are the last ones in the ring.
   */
  private Stream<Recording> newer(long sequence) {
    if (sequence < lastSequence - ring.size()) {
      return ring.stream();
    }
    Deque<Recording> some = new ArrayDeque<>();
    Iterator<Recording> newestFirst = ring.descendingIterator();
    while (newestFirst.hasNext()) {
      Recording entry = newestFirst.next();
      if (entry.sequence() <= sequence) {
        break;
      }
      some.addFirst(entry);
    }
    return some.stream();
  }

  /** Entries leave the ring in the order of their numbers. */
  private boolean isKept(Recording recording) {
    return recording.sequence() > lastSequence - ring.size();
  }

  private void makeRoom() {
    while (ring.size() > capacity || (bytes > maxBytes && ring.size() > 1)) {
      bytes -= ring.removeFirst().weight();
    }
  }

  private String lastEntry() {
    return ring.isEmpty()
        ? "the journal is empty"
        : "the newest entry is " + ring.getLast().snapshot();
  }

  private <T> T locked(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }
}
