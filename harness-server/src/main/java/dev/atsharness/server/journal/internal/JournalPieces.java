package dev.atsharness.server.journal.internal;

import dev.atsharness.server.journal.Journal;
import dev.atsharness.server.journal.JournalEntry;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Writes a journal a piece at a time. It holds only the few next entries. */
final class JournalPieces implements Iterator<ByteBuffer> {

  /**
   * The size of a piece in bytes. A piece exceeds it by at most one entry; the last piece may be
   * smaller.
   */
  static final int PIECE = 32 * 1024;

  /** Number of entries read from the journal at a time. */
  private static final int BATCH = 16;

  private final JournalJson json;
  private final Journal journal;
  private final long since;
  private final Optional<String> scenario;
  private final StringWriter out = new StringWriter(PIECE);
  private final JsonGenerator to = JournalJson.generator(out);
  private final Deque<JournalEntry> waiting = new ArrayDeque<>();
  private final long revision;
  private final long newest;
  private long last;
  private boolean begun;
  private boolean ended;

  JournalPieces(
      JournalJson json, Journal journal, long since, long sequence, Optional<String> scenario) {
    this.json = json;
    this.journal = journal;
    this.since = since;
    this.scenario = scenario;
    this.last = sequence;
    // The order matters: an entry that arrives in between is given again the next time.
    this.revision = journal.revision();
    this.newest = journal.newest();
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  @Override
  public ByteBuffer next() {
    if (ended) {
      throw new NoSuchElementException("the whole journal has been written");
    }
    if (!begun) {
      begun = true;
      JournalJson.begin(to, revision, newest);
    }
    while (buffered() < PIECE) {
      if (waiting.isEmpty() && !fetch()) {
        JournalJson.end(to, journal.dropped());
        to.writeRaw('\n');
        to.close();
        ended = true;
        break;
      }
      json.writeEntry(to, waiting.remove());
    }
    return take();
  }

  /**
   * Fetches the next entries. Entries that arrived after the writing began are left for the next
   * reading.
   */
  private boolean fetch() {
    while (waiting.isEmpty()) {
      List<JournalEntry> some = journal.after(last, since, BATCH);
      for (JournalEntry entry : some) {
        last = entry.sequence();
        if (last <= newest && (scenario.isEmpty() || scenario.equals(entry.scenario()))) {
          waiting.add(entry);
        }
      }
      if (some.isEmpty() || last > newest) {
        break;
      }
    }
    return !waiting.isEmpty();
  }

  private int buffered() {
    to.flush();
    return out.getBuffer().length();
  }

  private ByteBuffer take() {
    ByteBuffer piece = ByteBuffer.wrap(out.toString().getBytes(StandardCharsets.US_ASCII));
    out.getBuffer().setLength(0);
    return piece;
  }
}
