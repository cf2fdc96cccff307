package dev.atsharness.log;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * The summary of a log that was read, without its violations.
 *
 * @param sources the file, or its entries that are logs in text
 * @param first the time of the earliest event; empty if no event has a time
 * @param last the time of the latest event
 * @param unread the parts that were not read or could not be understood
 * @param named whether one of the names given to {@link LogReader#lookingFor} occurs
 */
public record LogSummary(
    List<String> sources,
    Optional<OffsetDateTime> first,
    Optional<OffsetDateTime> last,
    List<Unread> unread,
    boolean named) {

  public LogSummary {
    sources = List.copyOf(sources);
    unread = List.copyOf(unread);
  }
}
