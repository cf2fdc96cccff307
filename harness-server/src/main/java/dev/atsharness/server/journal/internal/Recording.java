package dev.atsharness.server.journal.internal;

import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.internal.NetworkFault;
import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.server.handshake.Negotiated;
import dev.atsharness.server.handshake.internal.Excerpt;
import dev.atsharness.server.internal.tls.ConnectionEvents;
import dev.atsharness.server.internal.tls.Route;
import dev.atsharness.server.journal.ConnectionOutcome;
import dev.atsharness.server.journal.HttpExchange;
import dev.atsharness.server.journal.Journal;
import dev.atsharness.server.journal.JournalEntry;
import dev.atsharness.server.journal.SeenAlert;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The record of one connection while it is open. Its methods may be called from any thread, also
 * after the end of the connection; the first deciding event determines the outcome.
 */
public final class Recording implements ConnectionEvents {

  private final Journal journal;
  private final int localPort;
  private final InetSocketAddress client;
  private final Instant start;
  private final long startNanos = System.nanoTime();

  /** The last message; for the connection's own thread, so that data need no lock. */
  private Optional<String> seenMessage = Optional.empty();

  // All guarded by the journal's lock.
  private Optional<String> scenario = Optional.empty();
  private Optional<ClientHello> clientHello = Optional.empty();
  private Optional<Negotiated> negotiated = Optional.empty();
  private Optional<SeenAlert> firstAlert = Optional.empty();
  private Optional<String> lastMessage = Optional.empty();
  private Optional<String> reason = Optional.empty();
  private Optional<ConnectionOutcome> outcome = Optional.empty();
  private final List<HttpExchange> requests = new ArrayList<>();
  private int omittedRequests;
  private Duration duration = Duration.ZERO;
  private boolean clientGone;
  private boolean over;
  private long sequence;
  private long revision;
  private boolean taken;
  private long weight = Weight.ENTRY;

  public Recording(Journal journal, int localPort, InetSocketAddress client, Instant start) {
    this.journal = journal;
    this.localPort = localPort;
    this.client = client;
    this.start = start;
  }

  /** Notes the scenario that the port belongs to, or that the first request's Host header names. */
  public void routed(String scenarioId) {
    journal.change(this, () -> scenario = scenario.or(() -> Optional.of(scenarioId)));
  }

  /** Notes that no endpoint has the requested name. */
  public void unrouted(String why) {
    noted(ConnectionOutcome.UNROUTED, Optional.of(why));
  }

  /** Notes an HTTP request that is being answered. */
  public void request(HttpExchange exchange) {
    long more = Weight.of(exchange);
    journal.change(
        this,
        () -> {
          if (requests.size() < JournalEntry.MAX_REQUESTS) {
            requests.add(exchange);
            weight += more;
          } else {
            omittedRequests++;
          }
          end(ConnectionOutcome.COMPLETED, Optional.empty());
        });
  }

  @Override
  public void clientHello(ClientHello hello) {
    ClientHello kept = hello.excerpt();
    long more = Weight.of(kept);
    journal.change(
        this,
        () -> {
          clientHello = Optional.of(kept);
          weight += more;
        });
  }

  @Override
  public void routed(Route route) {
    if (route instanceof Route.To to) {
      routed(to.endpoint().name());
    } else if (route instanceof Route.UnknownName unknown) {
      unrouted("no endpoint is named " + unknown.serverName());
    } else {
      unrouted("the port is shared and the client sent no server name");
    }
  }

  @Override
  public void named(String endpoint) {
    routed(endpoint);
  }

  @Override
  public void negotiated(Negotiated values) {
    journal.change(this, () -> negotiated = Optional.of(values));
  }

  @Override
  public void alertSent(int level, int description, String why) {
    alert(new SeenAlert(Side.SERVER, level, description), why);
  }

  @Override
  public void alertReceived(int level, int description) {
    alert(new SeenAlert(Side.CLIENT, level, description), "");
  }

  /** Only the first of a sequence of equal messages changes the entry. */
  @Override
  public void messageReceived(String message) {
    Optional<String> now = Optional.of(message);
    if (!now.equals(seenMessage)) {
      seenMessage = now;
      journal.change(this, () -> lastMessage = now);
    }
  }

  private void alert(SeenAlert alert, String why) {
    journal.change(
        this,
        () -> {
          if (clientGone && alert.sender() == Side.SERVER) {
            return; // the client did not receive it
          }
          if (firstAlert.isEmpty() && (alert.fatal() || !over)) {
            firstAlert = Optional.of(alert);
          }
          if (alert.fatal()
              && requests.isEmpty()
              && outcome.equals(Optional.of(ConnectionOutcome.COMPLETED))) {
            outcome = Optional.empty(); // one side refuses after a complete handshake
          }
          if (alert.fatal() && alert.sender() == Side.CLIENT) {
            end(ConnectionOutcome.REFUSED_BY_CLIENT, Optional.empty());
          } else if (alert.fatal()) {
            end(
                ConnectionOutcome.REFUSED_BY_SERVER,
                Optional.of(why).filter(text -> !text.isEmpty()));
          }
        });
  }

  @Override
  public void malformed(String why) {
    noted(ConnectionOutcome.MALFORMED, Optional.of(why));
  }

  @Override
  public void handshakeFinished() {
    journal.change(this, () -> end(ConnectionOutcome.COMPLETED, Optional.empty()));
  }

  @Override
  public void faultInjected(NetworkFault fault) {
    fault
        .action()
        .ifPresent(
            action ->
                noted(
                    switch (action) {
                      case RESET -> ConnectionOutcome.RESET;
                      case STALL -> ConnectionOutcome.STALLED;
                    },
                    Optional.empty()));
  }

  @Override
  public void timedOut(Duration limit) {
    noted(ConnectionOutcome.TIMED_OUT, Optional.of("the handshake took longer than " + limit));
  }

  /**
   * Notes that the client is gone. That decides nothing yet: the end of the client's bytes is seen
   * before its last record is read.
   */
  @Override
  public void abandoned() {
    journal.change(this, () -> clientGone = true);
  }

  @Override
  public void closed() {
    journal.change(this, () -> end(ConnectionOutcome.CLOSED_EARLY, Optional.empty()));
  }

  /** Decides the outcome; the record ends with the alert or the close that follows. */
  private void noted(ConnectionOutcome how, Optional<String> why) {
    journal.change(this, () -> decide(how, why));
  }

  /** Ends the handshake. Called under the journal's lock. */
  private void end(ConnectionOutcome how, Optional<String> why) {
    decide(how, why);
    over = true;
  }

  private void decide(ConnectionOutcome how, Optional<String> why) {
    if (outcome.isEmpty()) {
      outcome = Optional.of(how);
      reason = why.map(text -> Excerpt.of(text, JournalEntry.MAX_REASON));
      weight += reason.map(Weight::of).orElse(0L);
    }
  }

  public long sequence() {
    return sequence;
  }

  /** The journal's revision at its last change. */
  public long revision() {
    return revision;
  }

  public void changed(long newRevision) {
    revision = newRevision;
  }

  public boolean isOver() {
    return over;
  }

  /** Its heap, in estimated bytes. */
  public long weight() {
    return weight;
  }

  public boolean isTaken() {
    return taken;
  }

  public void markTaken() {
    taken = true;
  }

  public boolean belongsTo(String scenarioId) {
    return scenario.equals(Optional.of(scenarioId));
  }

  public void publish(long number) {
    sequence = number;
    duration = Duration.ofNanos(System.nanoTime() - startNanos);
  }

  public JournalEntry snapshot() {
    return new JournalEntry(
        sequence,
        scenario,
        new JournalEntry.Connection(localPort, client, start, duration),
        new JournalEntry.Handshake(clientHello, negotiated, firstAlert, lastMessage, reason),
        requests,
        omittedRequests,
        outcome.orElseThrow());
  }
}
