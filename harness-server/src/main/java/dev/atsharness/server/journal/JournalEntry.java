package dev.atsharness.server.journal;

import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.server.handshake.Negotiated;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The server's record of one connection. It enters the journal when the handshake is over, with or
 * without success; later requests and alerts appear in later readings of the same entry.
 *
 * @param sequence place in the journal, from 1, in the order in which handshakes ended
 * @param scenario id of the endpoint's scenario; empty if the connection reached none
 * @param connection who connected, and when
 * @param handshake how far the handshake got
 * @param requests the first {@value #MAX_REQUESTS} HTTP requests
 * @param omittedRequests number of further requests
 * @param outcome how the handshake ended
 */
public record JournalEntry(
    long sequence,
    Optional<String> scenario,
    Connection connection,
    Handshake handshake,
    List<HttpExchange> requests,
    int omittedRequests,
    ConnectionOutcome outcome) {

  public static final int MAX_REQUESTS = 16;
  public static final int MAX_REASON = 512;

  public JournalEntry {
    requests = List.copyOf(requests);
  }

  /**
   * A connection on the transport layer.
   *
   * @param localPort port that accepted it
   * @param client the client's address
   * @param start when it was accepted
   * @param duration from accept to the end of the handshake; without TLS, to the first request
   */
  public record Connection(
      int localPort, InetSocketAddress client, Instant start, Duration duration) {}

  /**
   * How far a handshake got; without TLS, only a reason.
   *
   * @param clientHello an {@linkplain ClientHello#excerpt excerpt} of the first complete
   *     ClientHello, which counts what it leaves out
   * @param negotiated the server's choices, if the handshake got that far
   * @param firstAlert the first alert of either side, except a close_notify after the handshake
   * @param lastClientMessage the last message that arrived from the client and could be read,
   *     except alerts: a handshake message such as {@code client-key-exchange}, or {@code
   *     application-data}; empty without TLS
   * @param reason why the server did not continue, a text that may quote hostile text, at most
   *     {@value #MAX_REASON} characters and a mark if it was cut
   */
  public record Handshake(
      Optional<ClientHello> clientHello,
      Optional<Negotiated> negotiated,
      Optional<SeenAlert> firstAlert,
      Optional<String> lastClientMessage,
      Optional<String> reason) {}
}
