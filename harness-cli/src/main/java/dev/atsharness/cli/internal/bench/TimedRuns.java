package dev.atsharness.cli.internal.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/**
 * The runs of one program, one for each round.
 *
 * @param name what was run
 * @param runs in the order of the rounds
 */
record TimedRuns(String name, List<TimedProcess> runs) {

  TimedRuns(String name) {
    this(name, new ArrayList<>());
  }

  void add(TimedProcess run) {
    runs.add(run);
  }

  Samples wall() {
    return samples(TimedProcess::wallSeconds);
  }

  Samples cpu() {
    return samples(TimedProcess::cpuSeconds);
  }

  OptionalLong peakMemory() {
    return runs.stream().flatMapToLong(run -> run.peakMemory().stream()).max();
  }

  /** Returns the heading of the lines. */
  static String head(int width) {
    return String.format(Locale.ROOT, "%s %8s %8s", " ".repeat(width), "wall s", "cpu s");
  }

  /**
   * Returns the medians in one line for people.
   *
   * @param width of the name
   */
  String line(int width) {
    return String.format(
        Locale.ROOT,
        "%s %8.2f %8.2f",
        Measurements.column(name, width),
        wall().median(),
        cpu().median());
  }

  private Samples samples(ToDoubleFunction<TimedProcess> figure) {
    Samples samples = new Samples();
    runs.forEach(run -> samples.add(figure.applyAsDouble(run)));
    return samples;
  }
}
