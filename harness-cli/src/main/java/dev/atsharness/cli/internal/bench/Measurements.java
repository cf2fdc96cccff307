package dev.atsharness.cli.internal.bench;

import java.util.List;
import java.util.Optional;

/**
 * The result of {@code bench}.
 *
 * @param rounds how often each figure was taken; medians are given
 * @param figures in the order they were taken
 * @param notes what could not be measured, and why
 */
record Measurements(int rounds, List<Figure> figures, List<String> notes) {

  /**
   * One measured quantity.
   *
   * @param name what was measured
   * @param value its median
   * @param unit {@code ms}, {@code KiB}, {@code MiB} or {@code /s}
   * @param peer the value of nginx, measured alternately with the harness
   */
  record Figure(String name, double value, String unit, Optional<Double> peer) {

    /** Returns the value of the harness divided by that of nginx. */
    Optional<Double> ratio() {
      return peer.map(other -> value / other);
    }
  }
}
