package dev.atsharness.server.console;

import java.io.IOException;

/** The body of a request arrives more slowly than it must. */
public final class TooSlowException extends IOException {

  private static final long serialVersionUID = 1L;

  TooSlowException(long bytesPerSecond) {
    super("the body arrives too slowly; " + bytesPerSecond + " bytes a second are the least");
  }
}
