package dev.atsharness.server.journal;

import dev.atsharness.server.tls.ClientHello;
import dev.atsharness.server.tls.Negotiated;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the server saw of one connection. An entry enters the journal when its handshake is over,
 * however it ended; requests and alerts that follow appear in later readings of the same entry.
 *
 * @param sequence place in the journal, from 1, in the order in which handshakes ended
 * @param scenario id of the endpoint's scenario; empty if the connection led to none
 * @param localPort port it came in on
 * @param client the client's address
 * @param start when it was accepted
 * @param duration from accept to the end of the handshake; without TLS, to the first request
 * @param clientHello the first one, once it was whole; an {@linkplain ClientHello#excerpt excerpt}
 *     of it, which says what it leaves out
 * @param negotiated what the server chose, if it got that far
 * @param firstAlert the first alert of either side, a close_notify after the handshake apart
 * @param reason why the server did not go on, in words that may quote hostile text, at most {@value
 *     #MAX_REASON} characters and a mark that there were more
 * @param requests the first {@value #MAX_REQUESTS} HTTP requests
 * @param omittedRequests how many more there were
 * @param outcome how it ended
 */
public record JournalEntry(
    long sequence,
    Optional<String> scenario,
    int localPort,
    InetSocketAddress client,
    Instant start,
    Duration duration,
    Optional<ClientHello> clientHello,
    Optional<Negotiated> negotiated,
    Optional<SeenAlert> firstAlert,
    Optional<String> reason,
    List<HttpExchange> requests,
    int omittedRequests,
    ConnectionOutcome outcome) {

  static final int MAX_REQUESTS = 16;
  static final int MAX_REASON = 512;

  public JournalEntry {
    requests = List.copyOf(requests);
  }
}
