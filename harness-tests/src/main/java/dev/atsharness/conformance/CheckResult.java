package dev.atsharness.conformance;

import dev.atsharness.conformance.internal.Judgement;
import dev.atsharness.conformance.internal.Observation;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of one check: what a checker did at an endpoint, and how that was judged.
 *
 * @param checker the checker's name
 * @param scenario the scenario's id
 * @param observation what happened, as recorded before it was judged
 * @param judgement how it was judged
 */
public record CheckResult(
    String checker, String scenario, Observation observation, Judgement judgement) {

  private static final int MOST_LINES = 20;

  public Outcome outcome() {
    return judgement.outcome();
  }

  public boolean deviation() {
    return judgement.deviation();
  }

  /** True if the checker did not check the server, even if this is declared. */
  public boolean notLookedAt() {
    return switch (outcome()) {
      case UNSUPPORTED -> true;
      case KNOWN_GAP ->
          observation.report().noResult()
              || observation.report().status() == CheckerOutput.Status.TIMED_OUT
              || !observation.looked();
      case CANNOT_SEE -> observation.report().noResult();
      default -> false;
    };
  }

  /** Returns a copy without the checker's output. */
  public CheckResult withoutOutput() {
    Observation slim = observation.with(observation.report().withOutput(""));
    return new CheckResult(checker, scenario, slim, judgement);
  }

  /**
   * Returns what was expected, what the checker did, its output and the journal's entries, a line
   * each. The lines quote the checker and what it sent: hostile text.
   */
  public List<String> details() {
    List<String> lines = new ArrayList<>();
    lines.add("expected: " + judgement.expected());
    lines.add("actual:   " + judgement.actual());
    observation.report().findings().stream()
        .map(Finding::evidence)
        .distinct()
        .forEach(evidence -> lines.add("evidence: " + evidence));
    CheckerOutput report = observation.report();
    report.refused().ifPresent(reason -> lines.add("refused:  " + reason));
    if (report.status() == CheckerOutput.Status.FINISHED && !report.note().isEmpty()) {
      lines.add("note:     " + report.note());
    }
    observation
        .connections()
        .filter(connections -> !connections.isEmpty())
        .ifPresent(connections -> lines.add("journal:  " + journal(connections)));
    return lines;
  }

  /**
   * Returns {@link #details()}, and the last lines of the journal and of what the checker printed.
   * Hostile text.
   */
  public List<String> allDetails() {
    List<String> lines = new ArrayList<>(details());
    observation
        .connections()
        .filter(connections -> connections.size() > 1)
        .ifPresent(connections -> lines.addAll(last("journal:  ", connections)));
    lines.addAll(last("output:   ", observation.report().output().lines().toList()));
    return lines;
  }

  private static List<String> last(String name, List<String> all) {
    return all.stream().skip(Math.max(0, all.size() - MOST_LINES)).map(name::concat).toList();
  }

  private static String journal(List<String> connections) {
    String last = connections.get(connections.size() - 1);
    return connections.size() == 1 ? last : connections.size() + " connections, the last: " + last;
  }
}
