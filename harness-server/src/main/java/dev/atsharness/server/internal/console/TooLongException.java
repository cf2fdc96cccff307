package dev.atsharness.server.internal.console;

import java.io.IOException;

/** Thrown when the body of a request is longer than its route accepts. */
public final class TooLongException extends IOException {

  private static final long serialVersionUID = 1L;

  TooLongException(long limit) {
    super("a body here has at most " + limit + " bytes");
  }
}
