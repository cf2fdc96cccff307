package dev.atsharness.conformance;

import dev.atsharness.conformance.Report.Connection;
import dev.atsharness.scenario.ClientExpectation.Side;
import java.time.Instant;
import java.util.Optional;

/**
 * A connection to an endpoint as the server saw it.
 *
 * @param start when it was accepted
 * @param client the client's IP address
 * @param connection how it ended; empty if it broke off, or was none of TLS: then the server does
 *     not know what the client made of it
 * @param line the same in words; holds clients' text
 */
public record Contact(Instant start, String client, Optional<Connection> connection, String line) {

  /**
   * A journal entry.
   *
   * @param outcome label of {@link dev.atsharness.server.journal.Outcome}
   * @param alert RFC name of the first alert
   */
  static Contact of(
      Instant start, String client, String outcome, Optional<String> alert, String line) {
    Optional<Connection> connection =
        switch (outcome) {
          case "completed" -> Optional.of(new Connection(true, Optional.empty(), Optional.empty()));
          case "refused-by-client" ->
              Optional.of(new Connection(false, Optional.of(Side.CLIENT), alert));
          case "refused-by-server" ->
              Optional.of(new Connection(false, Optional.of(Side.SERVER), alert));
          default -> Optional.empty();
        };
    return new Contact(start, client, connection, line);
  }
}
