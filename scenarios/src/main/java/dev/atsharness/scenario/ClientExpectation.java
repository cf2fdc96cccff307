package dev.atsharness.scenario;

import dev.atsharness.ats.Violation;
import java.util.List;
import java.util.Optional;

/**
 * What one client profile does at an endpoint.
 *
 * @param connects whether the handshake finishes and the client goes on; {@code unknown} where no
 *     source says
 * @param refusedBy which side gives up, if one does
 * @param stage where: the last message before the refusal ({@code client-hello}, {@code
 *     server-hello}, {@code certificate}, {@code server-key-exchange})
 * @param alert RFC name of the fatal alert, {@code unknown} where no source says; empty if none is
 *     sent
 * @param logs violations it must log, in no order
 * @param mayLog violations it may log besides
 */
public record ClientExpectation(
    Connects connects,
    Optional<Side> refusedBy,
    Optional<String> stage,
    Optional<String> alert,
    List<Violation> logs,
    List<Violation> mayLog) {

  /** Written for {@link #alert} where no source says which alert is sent. */
  public static final String UNKNOWN_ALERT = "unknown";

  /** A three-valued truth. */
  public enum Connects {
    TRUE,
    FALSE,
    UNKNOWN;

    /** The name in scenario files. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A side of the connection. */
  public enum Side {
    CLIENT,
    SERVER;

    /** The name in scenario files. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** The client finishes the handshake and logs these. */
  public static ClientExpectation connects(List<Violation> logs) {
    return new ClientExpectation(
        Connects.TRUE, Optional.empty(), Optional.empty(), Optional.empty(), logs, List.of());
  }
}
