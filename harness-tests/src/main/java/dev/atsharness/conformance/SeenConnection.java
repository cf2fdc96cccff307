package dev.atsharness.conformance;

import dev.atsharness.conformance.CheckerOutput.Connection;
import dev.atsharness.scenario.ClientExpectation.Side;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A connection to an endpoint as the server saw it.
 *
 * @param start when it was accepted
 * @param client the client's IP address
 * @param connection how it ended; empty if it broke off, or was none of TLS: then the server does
 *     not know what the client made of it
 * @param sent what the client sent
 * @param line the same in words; holds clients' text
 */
public record SeenConnection(
    Instant start, String client, Optional<Connection> connection, Sent sent, String line) {

  /** Outcomes of connections that may have ended before the client sent anything. */
  private static final List<String> ENDED_EARLY = List.of("closed-early", "timed-out");

  /** What a client sent first, and so what the server can have shown to it. */
  public enum Sent {
    /** Nothing, or too little to tell what it is: the port is open, and that is all it saw. */
    NOTHING,
    /** Something else than TLS, such as an HTTP request. */
    SOMETHING,
    /** A whole ClientHello. */
    CLIENT_HELLO
  }

  /**
   * A journal entry.
   *
   * @param outcome label of {@link dev.atsharness.server.journal.ConnectionOutcome}
   * @param alert RFC name of the first alert
   * @param hello whether a ClientHello came
   * @param requests whether an HTTP request came
   */
  static SeenConnection of(
      Instant start,
      String client,
      String outcome,
      Optional<String> alert,
      boolean hello,
      boolean requests,
      String line) {
    Optional<Connection> connection =
        switch (outcome) {
          case "completed" -> Optional.of(new Connection(true, Optional.empty(), Optional.empty()));
          case "refused-by-client" ->
              Optional.of(new Connection(false, Optional.of(Side.CLIENT), alert));
          case "refused-by-server" ->
              Optional.of(new Connection(false, Optional.of(Side.SERVER), alert));
          default -> Optional.empty();
        };
    Sent sent =
        hello
            ? Sent.CLIENT_HELLO
            : requests || !ENDED_EARLY.contains(outcome) ? Sent.SOMETHING : Sent.NOTHING;
    return new SeenConnection(start, client, connection, sent, line);
  }
}
