package dev.atsharness.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.AtsHarness;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people are told of a connection, by the harness itself and over its console. */
class ContactLogIT {

  private static final String SCENARIO = "handshake/resumption";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void aResumedHandshakeIsCalledSo() throws Exception {
    try (AtsHarness harness = AtsHarness.builder().only(SCENARIO).start()) {
      Checker device =
          new Checkers(Catalogue.builtIn().profiles(), Clock.systemUTC(), "")
              .named("simulated-device:ios-26.5-system")
              .get(0);
      device.check(Target.of(harness.manifest()).get(0), PATIENCE);

      for (ContactLog log :
          List.of(new HarnessJournal(harness), new ConsoleJournal(harness.manifest().console()))) {
        List<String> lines = log.since(SCENARIO, 0, PATIENCE).orElseThrow();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("TLSv1.2 TLS_ECDHE_RSA_").doesNotContain("resumed");
        assertThat(lines.get(1)).contains("TLSv1.2 TLS_ECDHE_RSA_").contains(", resumed");
      }
    }
  }

  @Test
  void whatTheRingHasLostIsNoSignThatNobodyCame() throws Exception {
    try (AtsHarness harness =
        AtsHarness.builder().only(SCENARIO, "baseline/tls13").journalCapacity(1).start()) {
      Checker device =
          new Checkers(Catalogue.builtIn().profiles(), Clock.systemUTC(), "")
              .named("simulated-device:ios-26.5-system")
              .get(0);
      List<ContactLog> logs =
          List.of(new HarnessJournal(harness), new ConsoleJournal(harness.manifest().console()));
      Target baseline =
          Target.of(harness.manifest()).stream()
              .filter(target -> target.scenario().equals("baseline/tls13"))
              .findFirst()
              .orElseThrow();

      for (ContactLog log : logs) {
        assertThat(log.since(SCENARIO, log.mark(), Duration.ZERO)).hasValue(List.of());
      }
      device.check(baseline, PATIENCE);
      for (ContactLog log : logs) {
        assertThat(log.since(SCENARIO, log.mark(), Duration.ZERO)).hasValue(List.of());
      }
      device.check(baseline, PATIENCE);
      for (ContactLog log : logs) {
        assertThat(log.since(SCENARIO, 0, Duration.ZERO)).isEmpty();
      }
    }
  }
}
