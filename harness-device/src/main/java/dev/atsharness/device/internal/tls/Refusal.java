package dev.atsharness.device.internal.tls;

import java.util.Locale;
import java.util.Optional;

/**
 * The refusal of a connection by one side.
 *
 * @param by which side
 * @param stage the last message before it
 * @param alert RFC name of the fatal alert, or {@code alert_N} for a number without one; empty if
 *     none was sent
 * @param reason one human-readable line
 */
public record Refusal(Side by, Stage stage, Optional<String> alert, String reason) {

  /** A side of the connection. */
  public enum Side {
    CLIENT,
    SERVER;

    /** The name in scenario files. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return label();
    }
  }
}
