package dev.atsharness.server.internal.console;

import java.io.IOException;

/** Thrown when the body of a request arrives more slowly than the minimum rate. */
public final class TooSlowException extends IOException {

  private static final long serialVersionUID = 1L;

  TooSlowException(long bytesPerSecond) {
    super("the body arrives too slowly; the minimum is " + bytesPerSecond + " bytes a second");
  }
}
