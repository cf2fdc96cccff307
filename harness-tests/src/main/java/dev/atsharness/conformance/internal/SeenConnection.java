package dev.atsharness.conformance.internal;

import dev.atsharness.conformance.CheckerOutput.Connection;
import dev.atsharness.scenario.ClientExpectation.Side;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A connection to an endpoint as the server saw it.
 *
 * @param start when the connection was accepted
 * @param client the client's IP address
 * @param connection how it ended; empty if it broke, or was not TLS, so that the server cannot tell
 *     how the client judged it
 * @param sent what the client sent
 * @param handshake the handshake; empty if no ClientHello arrived
 * @param line the same as text; contains clients' text
 */
public record SeenConnection(
    Instant start,
    String client,
    Optional<Connection> connection,
    Sent sent,
    Optional<SeenHandshake> handshake,
    String line) {

  /** Outcomes of connections that may have ended before the client sent anything. */
  private static final List<String> ENDED_EARLY = List.of("closed-early", "timed-out");

  /** What a client sent first; it determines what the client can have seen of the server. */
  public enum Sent {
    /** Nothing, or too little to recognize it: the client saw only that the port is open. */
    NOTHING,
    /** Something other than TLS, for example an HTTP request. */
    SOMETHING,
    /** A complete ClientHello. */
    CLIENT_HELLO
  }

  /**
   * Creates a connection from a journal entry.
   *
   * @param outcome the label of {@link dev.atsharness.server.journal.ConnectionOutcome}
   * @param alert RFC name of the first alert
   * @param handshake the handshake, if a ClientHello arrived
   * @param requests whether an HTTP request arrived
   */
  static SeenConnection of(
      Instant start,
      String client,
      String outcome,
      Optional<String> alert,
      Optional<SeenHandshake> handshake,
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
        handshake.isPresent()
            ? Sent.CLIENT_HELLO
            : requests || !ENDED_EARLY.contains(outcome) ? Sent.SOMETHING : Sent.NOTHING;
    return new SeenConnection(start, client, connection, sent, handshake, line);
  }
}
