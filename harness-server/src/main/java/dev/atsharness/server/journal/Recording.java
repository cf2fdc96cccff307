package dev.atsharness.server.journal;

import dev.atsharness.scenario.ClientExpectation.Side;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The record of one connection while it lives. Its methods may be called from any thread, also
 * after the end of the connection; what comes first decides the outcome.
 */
public final class Recording {

  private final Journal journal;
  private final int localPort;
  private final InetSocketAddress client;
  private final Instant start;
  private final long startNanos = System.nanoTime();

  // All guarded by the journal's lock.
  private Optional<String> scenario = Optional.empty();
  private Optional<Negotiated> negotiated = Optional.empty();
  private Optional<SeenAlert> firstAlert = Optional.empty();
  private Optional<String> reason = Optional.empty();
  private Optional<Outcome> outcome = Optional.empty();
  private final List<HttpExchange> requests = new ArrayList<>();
  private int omittedRequests;
  private Duration duration = Duration.ZERO;
  private long sequence;
  private boolean taken;

  Recording(Journal journal, int localPort, InetSocketAddress client, Instant start) {
    this.journal = journal;
    this.localPort = localPort;
    this.client = client;
    this.start = start;
  }

  /** The connection belongs to this scenario. */
  public void routed(String scenarioId) {
    journal.change(this, () -> scenario = Optional.of(scenarioId));
  }

  /** No endpoint answers to the name the client asked for, or it asked for none. */
  public void unrouted(String why) {
    ended(Outcome.UNROUTED, why);
  }

  /** The client's bytes are no TLS at all. */
  public void notTls(String why) {
    ended(Outcome.NOT_TLS, why);
  }

  /** The client's bytes are broken TLS. */
  public void malformed(String why) {
    ended(Outcome.MALFORMED, why);
  }

  /** The two sides agreed on this, though the handshake may still fail. */
  public void negotiated(Negotiated values) {
    journal.change(this, () -> negotiated = Optional.of(values));
  }

  /** An alert was sent or received. */
  public void alert(SeenAlert alert) {
    journal.change(
        this,
        () -> {
          if (outcome.isPresent() && !alert.fatal()) {
            return;
          }
          if (firstAlert.isEmpty()) {
            firstAlert = Optional.of(alert);
          }
          if (alert.fatal()) {
            refused(alert.sender());
          }
        });
  }

  private void refused(Side side) {
    boolean lateRefusal =
        side == Side.CLIENT && outcome.equals(Optional.of(Outcome.COMPLETED)) && requests.isEmpty();
    if (outcome.isEmpty() || lateRefusal) {
      outcome =
          Optional.of(side == Side.CLIENT ? Outcome.REFUSED_BY_CLIENT : Outcome.REFUSED_BY_SERVER);
    }
  }

  /** The handshake is complete. */
  public void completed() {
    ended(Outcome.COMPLETED);
  }

  /** The client did not finish within the time limit. */
  public void timedOut() {
    ended(Outcome.TIMED_OUT);
  }

  /** One side reset the TCP connection. */
  public void reset() {
    ended(Outcome.RESET);
  }

  /** An HTTP request was answered. */
  public void request(HttpExchange exchange) {
    journal.change(
        this,
        () -> {
          if (requests.size() < Handshake.MAX_REQUESTS) {
            requests.add(exchange);
          } else {
            omittedRequests++;
          }
          if (outcome.isEmpty()) {
            outcome = Optional.of(Outcome.COMPLETED);
          }
        });
  }

  /** The connection is closed. */
  public void closed() {
    ended(Outcome.CLOSED_EARLY);
  }

  private void ended(Outcome how) {
    journal.change(
        this,
        () -> {
          if (outcome.isEmpty()) {
            outcome = Optional.of(how);
          }
        });
  }

  private void ended(Outcome how, String why) {
    journal.change(
        this,
        () -> {
          if (outcome.isEmpty()) {
            outcome = Optional.of(how);
            reason = Optional.of(why);
          }
        });
  }

  long sequence() {
    return sequence;
  }

  boolean isOver() {
    return outcome.isPresent();
  }

  boolean isTaken() {
    return taken;
  }

  void markTaken() {
    taken = true;
  }

  boolean belongsTo(String scenarioId) {
    return scenario.equals(Optional.of(scenarioId));
  }

  void publish(long number) {
    sequence = number;
    duration = Duration.ofNanos(System.nanoTime() - startNanos);
  }

  Handshake snapshot() {
    return new Handshake(
        sequence,
        scenario,
        localPort,
        client,
        start,
        duration,
        negotiated,
        firstAlert,
        reason,
        requests,
        omittedRequests,
        outcome.orElseThrow());
  }
}
