package dev.atsharness.log;

import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The times of the first and the last of some events.
 *
 * @param first the earliest time; empty if no event has a time
 * @param last the latest time
 * @param unknown whether some events have a time that cannot be right
 */
public record LogSpan(
    Optional<OffsetDateTime> first, Optional<OffsetDateTime> last, boolean unknown) {

  /** A span without an event. */
  static final LogSpan EMPTY = new LogSpan(Optional.empty(), Optional.empty(), false);

  /** This span, with one more event. */
  LogSpan with(Optional<OffsetDateTime> time) {
    Comparator<OffsetDateTime> order = OffsetDateTime.timeLineOrder();
    return new LogSpan(
        Stream.concat(first.stream(), time.stream()).min(order),
        Stream.concat(last.stream(), time.stream()).max(order),
        unknown);
  }

  /** This span, with one more event whose time cannot be right. */
  LogSpan withUnknown() {
    return new LogSpan(first, last, true);
  }
}
