package dev.atsharness.conformance;

import dev.atsharness.ats.Violation;
import java.util.Set;

/**
 * An observation held against the ground truth.
 *
 * @param outcome the result in one word
 * @param deviation whether it counts against the checker
 * @param expected what the ground truth asks for, in words
 * @param actual what the checker did, in words
 * @param explanation one plain sentence
 * @param missed violations it should have reported and did not
 * @param falseAlarms violations it reported that are not there
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
   * Whether the parts go together. A checker that did not look, or whose look shows nothing, may or
   * may not deviate; any other outcome says by itself whether it does.
   */
  boolean mayBe() {
    return switch (outcome) {
      case UNSUPPORTED, INCONCLUSIVE -> true;
      case AGREED -> !deviation && missed.isEmpty() && falseAlarms.isEmpty();
      default -> deviation == outcome.deviation();
    };
  }

  /** The same, not counted against the checker, since that was asked for. */
  Judgement waived() {
    return new Judgement(
        outcome, false, expected, actual, explanation + " That was allowed.", missed, falseAlarms);
  }
}
