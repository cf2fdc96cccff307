package dev.atsharness.conformance;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The options of a run.
 *
 * @param limit longest time for one checker at one endpoint
 * @param jobs how many endpoints one checker checks at once, at least 1; if empty, the number of
 *     processors, or twice that for a checker that mostly waits
 * @param allowUnsupported true if unchecked servers do not count against a checker, see {@link
 *     Outcome#UNSUPPORTED}
 */
public record Options(Duration limit, OptionalInt jobs, boolean allowUnsupported) {

  /** Creates options with which unchecked servers count against a checker. */
  public Options(Duration limit, OptionalInt jobs) {
    this(limit, jobs, false);
  }

  /**
   * Returns the defaults: two minutes for an endpoint, and the number of parallel checks that suits
   * the checker.
   */
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

  public int jobs(Checker checker) {
    int processors = Runtime.getRuntime().availableProcessors();
    return jobs.orElse(checker.ioBound() ? 2 * processors : processors);
  }
}
