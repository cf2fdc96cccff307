package dev.atsharness.conformance.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.AtsHarness;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The description of a connection, from the harness itself and over its console. */
class JournalViewIT {

  private static final String SCENARIO = "handshake/resumption";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void aResumedHandshakeIsCalledSo() throws Exception {
    try (AtsHarness harness = AtsHarness.builder().only(SCENARIO).start()) {
      Checker device =
          new Checkers(Catalogue.builtIn().profiles(), Clock.systemUTC(), "")
              .named("simulated-device:ios-26.5-system")
              .get(0);
      device.check(CheckedEndpoint.of(harness.manifest()).get(0), PATIENCE);

      for (JournalView log :
          List.of(new LocalJournal(harness), new RemoteJournal(harness.manifest().console()))) {
        List<String> lines = log.since(SCENARIO, 0, PATIENCE).orElseThrow();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("TLSv1.2 TLS_ECDHE_RSA_").doesNotContain("resumed");
        assertThat(lines.get(1)).contains("TLSv1.2 TLS_ECDHE_RSA_").contains(", resumed");
      }
    }
  }

  @Test
  void anOpenPortShowsNoServerAndWhatASpeakerOfTlsOrHttpSendsDoes() throws Exception {
    try (AtsHarness harness =
        AtsHarness.builder()
            .only("baseline/tls13", "cleartext/*", "exempt/scep-plain-http")
            .start()) {
      List<JournalView> logs =
          List.of(new LocalJournal(harness), new RemoteJournal(harness.manifest().console()));
      for (CheckedEndpoint target : CheckedEndpoint.of(harness.manifest())) {
        long mark = harness.journal().newest();
        connect(target, "");
        assertLooked(logs, target, mark, false);
        connect(target, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        assertLooked(logs, target, mark, target.location().cleartext());
        connect(target, HELLO);
        assertLooked(logs, target, mark, true);
      }
    }
  }

  private static void assertLooked(
      List<JournalView> logs, CheckedEndpoint target, long mark, boolean looked) throws Exception {
    for (JournalView log : logs) {
      Optional<List<SeenConnection>> connections =
          log.connections(
              target.scenario(),
              mark,
              looked ? target::isShownTo : any -> true,
              looked ? PATIENCE : Duration.ZERO);
      Observation seen =
          Observation.at(
              target, CheckerOutput.finished(List.of()), connections, Instant.EPOCH, Duration.ZERO);
      assertThat(seen.looked()).as(target.scenario() + " " + connections).isEqualTo(looked);
    }
  }

  /** Returns a complete ClientHello, as short as possible. */
  private static final String HELLO =
      "\u0016\u0003\u0001\0-\u0001\0\0)\u0003\u0003"
          + "r".repeat(32)
          + "\0\0\u0002\u0013\u0001\u0001\0";

  /**
   * Connects, sends these bytes, and closes when the server has ended the connection or answered.
   */
  private static void connect(CheckedEndpoint target, String words) throws IOException {
    try (Socket socket = new Socket(target.location().address(), target.location().port())) {
      socket.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
      if (!words.isEmpty()) {
        assertThat(socket.getInputStream().read()).isGreaterThanOrEqualTo(-1);
      }
    }
  }

  @Test
  void aLostEntryDoesNotProveThatThereWasNoConnection() throws Exception {
    try (AtsHarness harness =
        AtsHarness.builder().only(SCENARIO, "baseline/tls13").journalCapacity(1).start()) {
      Checker device =
          new Checkers(Catalogue.builtIn().profiles(), Clock.systemUTC(), "")
              .named("simulated-device:ios-26.5-system")
              .get(0);
      List<JournalView> logs =
          List.of(new LocalJournal(harness), new RemoteJournal(harness.manifest().console()));
      CheckedEndpoint baseline =
          CheckedEndpoint.of(harness.manifest()).stream()
              .filter(target -> target.scenario().equals("baseline/tls13"))
              .findFirst()
              .orElseThrow();

      for (JournalView log : logs) {
        assertThat(log.since(SCENARIO, log.mark(), Duration.ZERO)).hasValue(List.of());
      }
      device.check(baseline, PATIENCE);
      for (JournalView log : logs) {
        assertThat(log.since(SCENARIO, log.mark(), Duration.ZERO)).hasValue(List.of());
      }
      device.check(baseline, PATIENCE);
      for (JournalView log : logs) {
        assertThat(log.since(SCENARIO, 0, Duration.ZERO)).isEmpty();
      }
    }
  }
}
