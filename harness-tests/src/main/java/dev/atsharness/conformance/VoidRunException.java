package dev.atsharness.conformance;

/** The baseline, the journal or the run failed, so nothing the checker says means anything. */
public final class VoidRunException extends RuntimeException {

  private static final long serialVersionUID = 1;

  VoidRunException(String message) {
    super(message);
  }

  VoidRunException(String message, Throwable cause) {
    super(message, cause);
  }
}
