package dev.atsharness.log.internal.text;

/** The word with which the messages of a device begin that refused a connection. */
public final class Refusal {

  private static final String ERROR = "Error";

  private Refusal() {}

  /** Whether a device that refused the connection wrote the message. */
  public static boolean isIn(String message) {
    return message.startsWith(ERROR);
  }
}
