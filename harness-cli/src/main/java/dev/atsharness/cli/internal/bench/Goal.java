package dev.atsharness.cli.internal.bench;

/**
 * What the median of a figure should be.
 *
 * @param limit the value that it should not pass
 * @param most whether the limit is the highest value, or the lowest
 */
record Goal(double limit, boolean most) {

  static Goal atMost(double limit) {
    return new Goal(limit, true);
  }

  static Goal atLeast(double limit) {
    return new Goal(limit, false);
  }

  boolean isMetBy(double value) {
    return most ? value <= limit : value >= limit;
  }

  @Override
  public String toString() {
    return (most ? "at most " : "at least ") + Figure.number(limit);
  }
}
