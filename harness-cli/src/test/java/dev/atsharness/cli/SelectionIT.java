package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.AtsHarness;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which endpoints a checker gets. */
class SelectionIT {

  private static final String BREAKS_THE_PROTOCOL = "client/rc4-suite";

  @Test
  void aScannerGetsTheServersThatBreakTheProtocolOnlyIfTheyAreChosen() throws Exception {
    Checkers known =
        new Checkers(Catalogue.builtIn().profiles(), Clock.systemUTC(), System.getenv("PATH"));
    Checker scanner = known.command("true");
    Checker device = known.named("simulated-device:ios-27-system").get(0);
    try (AtsHarness harness =
        AtsHarness.builder()
            .only("baseline/tls13", "handshake/no-ems", BREAKS_THE_PROTOCOL)
            .start()) {
      List<CheckedEndpoint> endpoints = CheckedEndpoint.of(harness.manifest());

      assertThat(ids(scanner, endpoints, false))
          .containsExactly("baseline/tls13", "handshake/no-ems");
      assertThat(ids(scanner, endpoints, true)).contains(BREAKS_THE_PROTOCOL);
      assertThat(ids(device, endpoints, false)).contains(BREAKS_THE_PROTOCOL);
    }
  }

  private static List<String> ids(
      Checker checker, List<CheckedEndpoint> endpoints, boolean chosen) {
    return new Selection()
        .plan(List.of(checker), endpoints, chosen).get(checker).stream()
            .map(CheckedEndpoint::scenario)
            .toList();
  }
}
