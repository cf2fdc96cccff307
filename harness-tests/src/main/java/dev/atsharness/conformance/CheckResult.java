package dev.atsharness.conformance;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a result: what a checker did at an endpoint, and what became of it.
 *
 * @param checker the checker's name
 * @param scenario the scenario's id
 * @param observation what happened, as recorded before it was judged
 * @param judgement what that means
 */
public record CheckResult(
    String checker, String scenario, Observation observation, Judgement judgement) {

  public Outcome outcome() {
    return judgement.outcome();
  }

  public boolean deviation() {
    return judgement.deviation();
  }

  /** Whether the checker did not look at the server, whether or not that is declared. */
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

  /** The same, without what the checker wrote. */
  public CheckResult withoutOutput() {
    Observation slim = observation.with(observation.report().withOutput(""));
    return new CheckResult(checker, scenario, slim, judgement);
  }

  /**
   * What was expected, what the checker did, its own words and the journal's, a line each. They
   * quote the checker and what it sent: hostile text.
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

  private static String journal(List<String> connections) {
    String last = connections.get(connections.size() - 1);
    return connections.size() == 1 ? last : connections.size() + " connections, the last: " + last;
  }
}
