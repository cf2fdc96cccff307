package dev.atsharness.ats;

/**
 * A violation on one connection, with the value that its message quotes.
 *
 * @param violation the rule that was broken
 * @param parameter the quoted value: suite name, key size in bits, {@code
 *     SecSignatureHashAlgorithm} number or signature algorithm name; empty for messages that quote
 *     none
 */
public record DetectedViolation(Violation violation, String parameter) {

  /** A violation whose message quotes no value. */
  public static DetectedViolation of(Violation violation) {
    return new DetectedViolation(violation, "");
  }
}
