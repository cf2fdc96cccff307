package dev.atsharness.ats.internal;

import dev.atsharness.ats.Violation;

/**
 * The beginning of a message after {@code violation]:}, by which a reader of logs recognises the
 * violation.
 *
 * @param violation the violation
 * @param words the beginning, with the quoted value in braces if there is one
 * @param value the kind of the quoted value
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
