package dev.atsharness.scenario.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.ClientExpectation.Side;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a real device did at one scenario: an entry of a file in {@code evidence/}.
 *
 * @param scenario the scenario's id
 * @param outcome how the connection ended; empty if the server did not see it
 * @param refusedBy which side refused; empty unless {@code outcome} is {@link Outcome#REFUSED}
 * @param alert the alert of the refusal, by its RFC name
 * @param lines the different messages that the device wrote about the server
 */
public record DeviceResult(
    String scenario,
    Optional<Outcome> outcome,
    Optional<Side> refusedBy,
    Optional<String> alert,
    List<Line> lines) {

  /** How a connection of a device ended. */
  public enum Outcome {
    /** The handshake was completed, and nothing was logged. */
    CONNECTED,
    /** The handshake was completed, and something was logged. */
    WARNED,
    /** The handshake was not completed. */
    REFUSED;

    /** The name in the files. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A message about a server.
   *
   * @param violation the violation; empty for words that no rule has
   * @param message the exact words, with {@link #SERVER} for the server's name
   * @param processes the system processes that wrote it
   */
  public record Line(Optional<Violation> violation, String message, List<String> processes) {

    public Line {
      processes = List.copyOf(processes);
    }

    /** The code in the files. */
    String code() {
      return violation.map(Violation::code).orElse(UNKNOWN);
    }
  }

  /** The text in place of the server's name. */
  public static final String SERVER = "{server}";

  /** The code of a message in words that no rule has. */
  static final String UNKNOWN = "unknown";

  public DeviceResult {
    lines = List.copyOf(lines);
  }
}
