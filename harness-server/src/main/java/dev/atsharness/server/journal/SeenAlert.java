package dev.atsharness.server.journal;

import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.tls.Alert;

/**
 * An alert (RFC 8446 section 6) and who sent it.
 *
 * @param sender the side that sent it
 * @param level 1 warning, 2 fatal; other values as received
 * @param code the description on the wire, 0 to 255
 */
public record SeenAlert(Side sender, int level, int code) {

  private static final int FATAL = 2;

  /** The RFC's name of the description, or {@code alert_N}. */
  public String name() {
    return Alert.label(code);
  }

  public boolean fatal() {
    return level == FATAL;
  }

  @Override
  public String toString() {
    return sender.label() + ": " + name() + " (" + code + ")";
  }
}
