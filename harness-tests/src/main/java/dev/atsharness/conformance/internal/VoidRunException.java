package dev.atsharness.conformance.internal;

/**
 * Thrown when the baseline, the journal or the run itself failed; the checker's results are
 * invalid.
 */
public final class VoidRunException extends RuntimeException {

  private static final long serialVersionUID = 1;

  VoidRunException(String message) {
    super(message);
  }

  VoidRunException(String message, Throwable cause) {
    super(message, cause);
  }
}
