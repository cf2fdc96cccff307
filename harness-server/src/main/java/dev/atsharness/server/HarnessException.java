package dev.atsharness.server;

/** Thrown when the harness cannot start or continue; the message says why and what to do. */
public class HarnessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public HarnessException(String message) {
    super(message);
  }

  public HarnessException(String message, Throwable cause) {
    super(message, cause);
  }
}
