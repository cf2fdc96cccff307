package dev.atsharness.cli.internal.bench;

import dev.atsharness.cli.internal.bench.Figure.Verdict;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The result of a {@code bench} command, in the order in which it was found. */
final class Measurements {

  /** The exit status if all goals are met and nothing was left out. */
  static final int MET = 0;

  /** The exit status if a goal is missed. */
  static final int MISSED = 1;

  /** The exit status if no goal is missed, but something could not be measured. */
  static final int CANNOT_TELL = 3;

  private final String title;
  private final int rounds;
  private final String otherWork;
  private final List<TimedRuns> programs = new ArrayList<>();
  private final List<Figure> figures = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * @param title what was measured
   * @param rounds how often each figure was taken
   * @param otherWork the other work that this computer had, which makes every missed goal doubtful;
   *     empty if it had none
   */
  Measurements(String title, int rounds, String otherWork) {
    this.title = title;
    this.rounds = rounds;
    this.otherWork = otherWork;
  }

  void add(TimedRuns runs) {
    programs.add(runs);
  }

  void add(Figure figure) {
    boolean doubtful = figure.verdict() == Verdict.MISSED && !otherWork.isEmpty();
    figures.add(doubtful ? figure.notJudged(otherWork) : figure);
  }

  void note(String note) {
    notes.add(note);
  }

  /** A missed goal takes precedence over what could not be measured. */
  int exitStatus() {
    if (has(Verdict.MISSED)) {
      return MISSED;
    }
    return has(Verdict.CANNOT_TELL) ? CANNOT_TELL : MET;
  }

  private boolean has(Verdict verdict) {
    return figures.stream().anyMatch(figure -> figure.verdict() == verdict);
  }

  void print(PrintWriter out) {
    out.println(title + ", " + (rounds == 1 ? "one round" : "medians of " + rounds + " rounds"));
    int width =
        Stream.concat(programs.stream().map(TimedRuns::name), figures.stream().map(Figure::name))
            .mapToInt(String::length)
            .max()
            .orElse(0);
    if (!programs.isEmpty()) {
      out.println();
      out.println(TimedRuns.head(width));
      programs.forEach(runs -> out.println(runs.line(width)));
    }
    out.println();
    figures.forEach(figure -> out.println(figure.line(width)));
    notes.forEach(note -> out.println("note: " + note));
  }

  String toJson() {
    ObjectNode root = new JsonMapper().createObjectNode().put("title", title).put("rounds", rounds);
    for (TimedRuns runs : programs) {
      root.withArrayProperty("programs")
          .addObject()
          .put("name", runs.name())
          .put("wallSeconds", runs.wall().median())
          .put("cpuSeconds", runs.cpu().median());
    }
    root.withArrayProperty("figures");
    for (Figure figure : figures) {
      put(figure, root.withArrayProperty("figures").addObject());
    }
    notes.forEach(note -> root.withArrayProperty("notes").add(note));
    return root.toPrettyString();
  }

  private static void put(Figure figure, ObjectNode node) {
    node.put("name", figure.name());
    if (!figure.ours().isEmpty()) {
      node.put("median", figure.ours().median()).put("unit", figure.unit());
      figure
          .nginx()
          .ifPresent(
              theirs -> node.put("nginx", theirs.median()).put("ratio", figure.judged().median()));
      node.put("min", figure.judged().min()).put("max", figure.judged().max());
    }
    figure
        .goal()
        .ifPresent(
            goal ->
                node.withObjectProperty("goal")
                    .put(goal.most() ? "atMost" : "atLeast", goal.limit()));
    node.put("verdict", figure.verdict().toString().replace(' ', '-'));
    if (!figure.because().isEmpty()) {
      node.put("because", figure.because());
    }
  }

  /** Returns a name that fills its column. */
  static String column(String name, int width) {
    return name + " ".repeat(Math.max(0, width - name.length()));
  }

  /** Returns a count as people read it, for example {@code 20,000}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
