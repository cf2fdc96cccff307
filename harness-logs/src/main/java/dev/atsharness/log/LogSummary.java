package dev.atsharness.log;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What was read, the violations in it apart.
 *
 * @param sources the file, or those of its entries that are logs in text
 * @param first the earliest event; empty if no event has a time
 * @param last the latest event
 * @param unread the parts that were not read or could not be understood
 * @param named whether one of the names occurs that {@link LogReader#lookingFor} was given
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
