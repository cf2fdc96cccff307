package dev.atsharness.conformance.device;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What was read, the violations in it apart.
 *
 * @param sources the file, or those of its entries that are logs in text
 * @param first the earliest event; empty if no event tells its time
 * @param last the latest event
 */
public record LogSummary(
    List<String> sources, Optional<OffsetDateTime> first, Optional<OffsetDateTime> last) {

  public LogSummary {
    sources = List.copyOf(sources);
  }
}
