package dev.atsharness.log;

import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The summary of a log that was read, without its violations.
 *
 * @param sources the file, or its entries that are logs in text
 * @param devices the devices, by the names of their logs
 * @param span the times of the earliest and the latest event, violation or not
 * @param unread the parts that were not read or could not be understood
 * @param named whether one of the names given to {@link LogReader#lookingFor} occurs
 * @param repeats the violations that several of the logs have
 * @param connections the connections that the log shows
 * @param converted the logs in Apple's binary form that a program converted
 */
public record LogSummary(
    List<String> sources,
    SortedSet<String> devices,
    LogSpan span,
    List<Unread> unread,
    boolean named,
    Repeats repeats,
    LogConnections connections,
    List<ConvertedLog> converted) {

  public LogSummary {
    sources = List.copyOf(sources);
    devices = Collections.unmodifiableSortedSet(new TreeSet<>(devices));
    unread = List.copyOf(unread);
    converted = List.copyOf(converted);
  }

  /** The time of the earliest event; empty if no event has a time. */
  public Optional<OffsetDateTime> first() {
    return span.first();
  }

  /** The servers with which the log shows complete handshakes. */
  public Set<LogVisit> visits() {
    return connections.visits();
  }

  /** The connections that failed in the TLS handshake, and have no violation. */
  public List<FailedHandshake> failed() {
    return connections.failed();
  }

  /** The time of the latest event. */
  public Optional<OffsetDateTime> last() {
    return span.last();
  }
}
