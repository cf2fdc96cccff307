package dev.atsharness.drill.internal;

import java.util.Set;

/**
 * A question with the choices of a learner.
 *
 * @param question the question
 * @param chosen the ids of the choices
 */
public record DrillAnswer(DrillQuestion question, Set<String> chosen) {

  /** Whether the answer has all right choices and no others. */
  public boolean right() {
    return chosen.equals(question.answer());
  }
}
