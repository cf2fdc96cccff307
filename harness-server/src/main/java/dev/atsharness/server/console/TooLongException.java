package dev.atsharness.server.console;

import java.io.IOException;

/** The body of a request is longer than its route takes. */
public final class TooLongException extends IOException {

  private static final long serialVersionUID = 1L;

  TooLongException(long limit) {
    super("more than " + limit + " bytes are not taken here");
  }
}
