package dev.atsharness.conformance;

import java.time.Duration;

/**
 * How a run is made.
 *
 * @param limit longest time for one checker at one endpoint
 * @param parallel how many endpoints one checker works on at once, at least 1
 */
public record Options(Duration limit, int parallel) {

  /** Two minutes for an endpoint, as many at once as there are processors. */
  public static Options defaults() {
    return new Options(Duration.ofMinutes(2), Runtime.getRuntime().availableProcessors());
  }

  public Options {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("the time limit must be positive, not " + limit);
    }
    if (parallel < 1) {
      throw new IllegalArgumentException("at least one endpoint at once, not " + parallel);
    }
  }
}
