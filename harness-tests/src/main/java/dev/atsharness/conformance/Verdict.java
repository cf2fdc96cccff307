package dev.atsharness.conformance;

/**
 * One line of a result: what a checker did at an endpoint, and what became of it.
 *
 * @param checker the checker's name
 * @param scenario the scenario's id
 * @param observation what happened, as recorded before it was judged
 * @param judgement what that means
 */
public record Verdict(
    String checker, String scenario, Observation observation, Judgement judgement) {

  public Outcome outcome() {
    return judgement.outcome();
  }

  public boolean deviation() {
    return judgement.deviation();
  }
}
