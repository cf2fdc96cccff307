package dev.atsharness.log;

import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * When an event was, as far as a log shows it.
 *
 * @param time its time stamp, which may be one that cannot be right
 * @param log the number of the log
 * @param place the number of the event in the log; the order of a log without times
 */
record Moment(Optional<OffsetDateTime> time, int log, long place) {

  /** Whether it is certain that this was after the other. */
  boolean isAfter(Moment other) {
    if (time.isPresent() && other.time.isPresent()) {
      if (known().isEmpty() || other.known().isEmpty()) {
        return false;
      }
      int order = time.get().toInstant().compareTo(other.time.get().toInstant());
      if (order != 0) {
        return order > 0;
      }
    }
    return log == other.log && place > other.place;
  }

  /** The time, if it can be right. */
  Optional<OffsetDateTime> known() {
    return LogTime.known(time);
  }

  /** The later of two, or the other if that is not certain. */
  Moment orLater(Moment other) {
    return isAfter(other) ? this : other;
  }
}
