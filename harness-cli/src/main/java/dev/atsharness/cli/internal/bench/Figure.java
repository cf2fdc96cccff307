package dev.atsharness.cli.internal.bench;

import java.util.Locale;
import java.util.Optional;

/**
 * One measured quantity, or the reason why it was not measured.
 *
 * @param name what was measured
 * @param unit of the values: {@code ms}, {@code MiB}, {@code /s} or {@code times ...}
 * @param ours one value for each round; none if it was not measured
 * @param nginx the values of nginx, measured alternately with the harness
 * @param goal for the value, or for the ratio to nginx if there is one
 * @param because why it was not measured, or cannot be judged; empty otherwise
 */
record Figure(
    String name,
    String unit,
    Samples ours,
    Optional<Samples> nginx,
    Optional<Goal> goal,
    String because) {

  /** What the figure says about its goal. */
  enum Verdict {
    MET("met"),
    MISSED("missed"),
    CANNOT_TELL("cannot tell"),
    NO_GOAL("no goal");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  static Figure of(String name, String unit, Samples ours) {
    return new Figure(name, unit, ours, Optional.empty(), Optional.empty(), "");
  }

  static Figure notMeasured(String name, String because) {
    return new Figure(name, "", new Samples(), Optional.empty(), Optional.empty(), because);
  }

  Figure beside(Samples values) {
    return new Figure(name, unit, ours, Optional.of(values), goal, because);
  }

  /**
   * Returns the figure without a verdict.
   *
   * @param reason for example that there is no nginx; empty if it can be judged
   */
  Figure notJudged(String reason) {
    return new Figure(name, unit, ours, nginx, goal, reason);
  }

  Figure goal(Goal wanted) {
    return new Figure(name, unit, ours, nginx, Optional.of(wanted), because);
  }

  /** Returns the values that are compared with the goal. */
  Samples judged() {
    return nginx.map(ours::dividedBy).orElse(ours);
  }

  Verdict verdict() {
    if (!because.isEmpty()) {
      return Verdict.CANNOT_TELL;
    }
    double median = judged().median();
    return goal.map(wanted -> wanted.isMetBy(median) ? Verdict.MET : Verdict.MISSED)
        .orElse(Verdict.NO_GOAL);
  }

  /**
   * Returns the line for people.
   *
   * @param width of the name
   */
  String line(int width) {
    StringBuilder line = new StringBuilder(Measurements.column(name, width)).append(' ');
    if (!ours.isEmpty()) {
      line.append(values());
    }
    goal.ifPresent(wanted -> line.append("goal ").append(wanted).append(": "));
    line.append(verdict());
    if (!because.isEmpty()) {
      line.append(", because ").append(because);
    }
    return line.toString();
  }

  private String values() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%6s %s", number(ours.median()), unit));
    nginx.ifPresent(
        theirs -> {
          text.append(", nginx ").append(number(theirs.median())).append(' ').append(unit);
          text.append(", ratio ").append(number(judged().median()));
        });
    if (judged().size() > 1) {
      text.append(" (").append(number(judged().min()));
      text.append(" to ").append(number(judged().max())).append(')');
    }
    return text.append(", ").toString();
  }

  /** Returns a number with about three digits that count. */
  static String number(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 || value == Math.rint(value) ? 0 : size >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
