package dev.atsharness.server;

/** The harness cannot start or go on; the message says why and what to do about it. */
public class HarnessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public HarnessException(String message) {
    super(message);
  }

  public HarnessException(String message, Throwable cause) {
    super(message, cause);
  }
}
