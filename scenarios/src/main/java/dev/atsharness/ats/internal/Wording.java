package dev.atsharness.ats.internal;

import dev.atsharness.ats.Violation;

/**
 * How a message begins after {@code violation]:}. A reader of logs knows a violation by it.
 *
 * @param violation which
 * @param words the beginning, with the quoted value in braces if there is one
 * @param value what is quoted there
 */
public record Wording(Violation violation, String words, Value value) {

  /** What a message quotes. */
  public enum Value {
    /** Nothing. */
    NONE,
    /** Digits. */
    NUMBER,
    /** Text without blanks. */
    NAME
  }
}
