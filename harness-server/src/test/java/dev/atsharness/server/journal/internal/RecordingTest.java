package dev.atsharness.server.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.internal.NetworkFault;
import dev.atsharness.server.internal.tls.Route;
import dev.atsharness.server.journal.ConnectionOutcome;
import dev.atsharness.server.journal.HttpExchange;
import dev.atsharness.server.journal.Journal;
import dev.atsharness.server.journal.JournalEntry;
import dev.atsharness.server.journal.SeenAlert;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordingTest {

  private static final int WARNING = 1;
  private static final int FATAL = 2;

  private final Journal journal = new Journal(4, Clock.systemUTC());
  private final Recording connection =
      journal.open(9000, new InetSocketAddress(InetAddress.getLoopbackAddress(), 50000));

  static List<Arguments> endings() {
    return List.of(
        ending(ConnectionOutcome.COMPLETED, c -> c.handshakeFinished()),
        ending(ConnectionOutcome.COMPLETED, c -> c.request(get("/"))),
        ending(ConnectionOutcome.REFUSED_BY_CLIENT, c -> c.alertReceived(FATAL, 48)),
        ending(ConnectionOutcome.REFUSED_BY_SERVER, c -> c.alertSent(FATAL, 40, "no common suite")),
        ending(
            ConnectionOutcome.RESET, c -> c.faultInjected(NetworkFault.RESET_AFTER_CLIENT_HELLO)),
        ending(ConnectionOutcome.STALLED, c -> c.faultInjected(NetworkFault.STALL_MID_CERTIFICATE)),
        ending(ConnectionOutcome.UNROUTED, c -> c.routed(new Route.UnknownName("evil.test"))),
        ending(ConnectionOutcome.UNROUTED, c -> c.routed(new Route.NoName())),
        ending(ConnectionOutcome.MALFORMED, c -> c.malformed("a plain HTTP request on a TLS port")),
        ending(ConnectionOutcome.TIMED_OUT, c -> c.timedOut(Duration.ofSeconds(10))),
        ending(ConnectionOutcome.CLOSED_EARLY, c -> c.closed()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endings")
  void whatHappensFirstDecidesTheOutcome(ConnectionOutcome outcome, Consumer<Recording> event) {
    event.accept(connection);
    connection.timedOut(Duration.ofSeconds(10));
    connection.closed();
    assertThat(seen().outcome()).isEqualTo(outcome);
  }

  @Test
  void theAlertThatAnswersAnUnknownNameDoesNotHideWhy() {
    connection.routed(new Route.UnknownName("evil.test"));
    connection.alertSent(FATAL, 112, "unknown name");
    assertThat(seen().outcome()).isEqualTo(ConnectionOutcome.UNROUTED);
    assertThat(seen().scenario()).isEmpty();
    assertThat(seen().handshake().reason())
        .hasValueSatisfying(why -> assertThat(why).contains("evil.test"));
    assertThat(seen().handshake().firstAlert()).contains(new SeenAlert(Side.SERVER, FATAL, 112));
    assertThat(seen().handshake().firstAlert().orElseThrow().name()).isEqualTo("unrecognized_name");
  }

  @Test
  void anAlertReadAfterTheEndOfTheClientsBytesCounts() {
    connection.abandoned();
    connection.alertReceived(FATAL, 46);
    connection.closed();
    assertThat(seen().outcome()).isEqualTo(ConnectionOutcome.REFUSED_BY_CLIENT);
  }

  @Test
  void theLastMessageOfTheClientIsNotedAlsoAfterTheEnd() {
    connection.messageReceived("client-hello");
    connection.messageReceived("finished");
    connection.handshakeFinished();
    assertThat(seen().handshake().lastClientMessage()).contains("finished");
    connection.messageReceived("application-data");
    connection.closed();
    assertThat(seen().handshake().lastClientMessage()).contains("application-data");
  }

  @Test
  void anAlertForAClientThatIsGoneIsNone() {
    connection.abandoned();
    connection.alertSent(FATAL, 80, "too late");
    connection.closed();
    assertThat(seen().outcome()).isEqualTo(ConnectionOutcome.CLOSED_EARLY);
    assertThat(seen().handshake().firstAlert()).isEmpty();
    assertThat(seen().handshake().reason()).isEmpty();
  }

  @Test
  void onlyTheFirstAlertIsKept() {
    connection.alertReceived(FATAL, 46);
    connection.alertSent(WARNING, 0, "");
    assertThat(seen().handshake().firstAlert()).contains(new SeenAlert(Side.CLIENT, FATAL, 46));
  }

  @Test
  void aCloseNotifyInTheHandshakeIsKeptAndRefusesNothing() {
    connection.alertReceived(WARNING, 0);
    connection.closed();
    assertThat(seen().handshake().firstAlert()).contains(new SeenAlert(Side.CLIENT, WARNING, 0));
    assertThat(seen().outcome()).isEqualTo(ConnectionOutcome.CLOSED_EARLY);
  }

  @Test
  void aCloseNotifyAfterTheHandshakeIsNoNews() {
    connection.handshakeFinished();
    connection.alertReceived(WARNING, 0);
    assertThat(seen().handshake().firstAlert()).isEmpty();
  }

  @Test
  void aClientThatFinishesAndThenRefusesHasRefused() {
    connection.handshakeFinished();
    connection.alertReceived(FATAL, 42);
    assertThat(seen().outcome()).isEqualTo(ConnectionOutcome.REFUSED_BY_CLIENT);
    assertThat(journal.entries()).hasSize(1);
  }

  @Test
  void anAlertAfterARequestRefusesNothing() {
    connection.handshakeFinished();
    connection.request(get("/"));
    connection.alertReceived(FATAL, 80);
    assertThat(seen().outcome()).isEqualTo(ConnectionOutcome.COMPLETED);
    assertThat(seen().handshake().firstAlert()).isPresent();
  }

  @Test
  void theServersReasonIsKept() {
    connection.alertSent(FATAL, 40, "no common suite");
    assertThat(seen().handshake().reason()).contains("no common suite");
  }

  @Test
  void requestsBeyondTheLimitAreOnlyCounted() {
    for (int i = 0; i < JournalEntry.MAX_REQUESTS + 5; i++) {
      connection.request(get("/" + i));
    }
    assertThat(seen().requests()).hasSize(JournalEntry.MAX_REQUESTS).startsWith(get("/0"));
    assertThat(seen().omittedRequests()).isEqualTo(5);
  }

  @Test
  void aRequestsTextsAreCut() {
    HttpExchange cut = new HttpExchange("M".repeat(9999), "/".repeat(9999), "h".repeat(9999), 200);
    assertThat(cut.method()).isEqualTo("M".repeat(32) + "... and 9,967 more characters");
    assertThat(cut.path()).isEqualTo("/".repeat(1024) + "... and 8,975 more characters");
    assertThat(cut.host()).isEqualTo("h".repeat(255) + "... and 9,744 more characters");
    HttpExchange whole = new HttpExchange("M".repeat(32), "/".repeat(1024), "h".repeat(255), 200);
    assertThat(whole.path()).hasSize(HttpExchange.MAX_PATH);
    assertThat(whole.host()).hasSize(HttpExchange.MAX_HOST);
  }

  private JournalEntry seen() {
    return journal.entries().get(0);
  }

  private static HttpExchange get(String path) {
    return new HttpExchange("GET", path, "no-ems.example.test", 200);
  }

  private static Arguments ending(ConnectionOutcome outcome, Consumer<Recording> event) {
    return Arguments.of(outcome, event);
  }
}
