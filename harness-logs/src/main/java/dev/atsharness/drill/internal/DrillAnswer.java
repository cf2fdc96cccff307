package dev.atsharness.drill.internal;

import java.util.Set;

/**
 * A question with what somebody chose.
 *
 * @param question what was asked
 * @param chosen the ids of their choices
 */
public record DrillAnswer(DrillQuestion question, Set<String> chosen) {

  /** Whether it is right, and whole. */
  public boolean right() {
    return chosen.equals(question.answer());
  }
}
