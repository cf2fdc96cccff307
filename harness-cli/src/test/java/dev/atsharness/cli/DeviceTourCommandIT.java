package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.device.internal.trust.TrustAnchors;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeviceTourCommandIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Test
  void itTellsWhatToDoWhatToFindAndWhatWasSeen() throws Exception {
    try (AtsHarness harness =
        AtsHarness.builder().only("baseline/tls13", "handshake/no-ems", "trust/expired").start()) {
      Endpoint visited = harness.endpoint("handshake/no-ems");
      CheckedEndpoint target =
          CheckedEndpoint.of(harness.manifest()).stream()
              .filter(one -> one.scenario().equals(visited.id()))
              .findFirst()
              .orElseThrow();
      String written =
          new SimulatedDevice(
                  Catalogue.builtIn().profile("ios-26.5-system"),
                  TrustAnchors.ofPem(harness.caPem()),
                  Clock.systemUTC(),
                  TIMEOUT)
              .visit(
                  target.location().dedicatedUrl(),
                  new InetSocketAddress(
                      InetAddress.getByName(target.location().address()), target.location().port()),
                  true)
              .events()
              .get(0)
              .message();
      harness.journal().take(visited.id(), TIMEOUT);

      Cli.Result result =
          Cli.run("device", "tour", "--against", harness.manifest().console().toString());

      assertThat(result.err()).isEmpty();
      assertThat(result.status()).isEqualTo(ExitCode.OK);
      assertThat(result.out())
          .contains(
              "[ ] 1. ", "[x] 2. ", "[ ] 3. ", "1 of 3 seen", "itms-services://?", "[inferred]")
          .contains("not now  the device asks port 443 only")
          .contains(written.substring(written.indexOf("Warning [")));
    }
  }
}
