package dev.atsharness.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The warning that the root of a state directory ends soon. */
final class RootEnd {

  /** Enough time to install a new root on devices. */
  private static final Duration SOON = Duration.ofDays(14);

  private RootEnd() {}

  /** Returns the warning; empty if the root lasts for more than 14 days. */
  static Optional<String> warning(Path state, Instant end, Instant now) {
    if (end.isAfter(now.plus(SOON))) {
      return Optional.empty();
    }
    return Optional.of(
        "warning: the root in "
            + state
            + " ends in "
            + ChronoUnit.DAYS.between(now, end)
            + " days, at "
            + end
            + ". Before that, delete "
            + state
            + ", start again, and install the new root on your devices in place of the old one");
  }
}
