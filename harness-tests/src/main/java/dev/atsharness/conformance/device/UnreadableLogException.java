package dev.atsharness.conformance.device;

import java.io.IOException;

/** What was given is no log in text; the message, of several lines, says what to do about it. */
public final class UnreadableLogException extends IOException {

  private static final long serialVersionUID = 1;

  UnreadableLogException(String message) {
    super(message);
  }
}
