package dev.atsharness.conformance;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a run is made.
 *
 * @param limit longest time for one checker at one endpoint
 * @param jobs how many endpoints one checker works on at once, at least 1; if empty, as many as
 *     there are processors, and twice as many for a checker that mostly waits
 * @param allowUnsupported whether it does not count against a checker that it did not look at a
 *     server, see {@link Outcome#UNSUPPORTED}
 */
public record Options(Duration limit, OptionalInt jobs, boolean allowUnsupported) {

  /** How a run is made that counts it against a checker if it does not look. */
  public Options(Duration limit, OptionalInt jobs) {
    this(limit, jobs, false);
  }

  /** Two minutes for an endpoint, as many at once as suit the checker. */
  public static Options defaults() {
    return new Options(Duration.ofMinutes(2), OptionalInt.empty());
  }

  public Options {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("the time limit must be positive, not " + limit);
    }
    if (jobs.isPresent() && jobs.getAsInt() < 1) {
      throw new IllegalArgumentException("at least one endpoint at once, not " + jobs.getAsInt());
    }
  }

  int jobs(Checker checker) {
    int processors = Runtime.getRuntime().availableProcessors();
    return jobs.orElse(checker.ioBound() ? 2 * processors : processors);
  }
}
