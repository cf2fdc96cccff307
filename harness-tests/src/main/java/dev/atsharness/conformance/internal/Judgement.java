package dev.atsharness.conformance.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.Outcome;
import java.util.Set;

/**
 * The judgement of an observation by the ground truth.
 *
 * @param outcome the result in one word
 * @param deviation whether it counts against the checker
 * @param expected what the ground truth requires, as text
 * @param actual what the checker did, as text
 * @param explanation one plain sentence
 * @param missed the violations that it should have reported and did not
 * @param falseAlarms the violations that it reported and that are not there
 */
public record Judgement(
    Outcome outcome,
    boolean deviation,
    String expected,
    String actual,
    String explanation,
    Set<Violation> missed,
    Set<Violation> falseAlarms) {

  /**
   * True if outcome and deviation are consistent. If a checker did not check the server, or its
   * check shows nothing, it may or may not deviate; every other outcome determines the deviation.
   */
  boolean mayBe() {
    return switch (outcome) {
      case UNSUPPORTED, INCONCLUSIVE -> true;
      case AGREED -> !deviation && missed.isEmpty() && falseAlarms.isEmpty();
      default -> deviation == outcome.deviation();
    };
  }

  /** Returns a copy that does not count against the checker, because the user allowed it. */
  Judgement waived() {
    return new Judgement(
        outcome, false, expected, actual, explanation + " That was allowed.", missed, falseAlarms);
  }
}
