package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Manifest;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ListeningTest {

  private static AtsHarness harness;
  private static Manifest manifest;

  @BeforeAll
  static void start() {
    harness = AtsHarness.builder().only("baseline/tls13").start();
    manifest = harness.manifest();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void loopbackIsForThisMachine() {
    Listening loopback = new Listening("127.0.0.1", Optional.empty(), Optional.empty());
    assertThat(String.join("\n", loopback.lines(manifest)))
        .startsWith(
            "Listening on 127.0.0.1: port " + manifest.listeners().https().port() + " for HTTPS, ")
        .contains("Only this machine can connect; use --bind ADDRESS to let others connect.")
        .endsWith("Console:   " + manifest.console());
    assertThat(loopback.consoleBeyondLoopback()).isFalse();
    assertThat(loopback.ownPort(manifest.endpoints().get(0))).startsWith("127.0.0.1:");
  }

  @Test
  void allAddressesAreNotCalledOneOfThem() {
    Listening everywhere = new Listening("0.0.0.0", Optional.empty(), Optional.of("0.0.0.0"));
    assertThat(String.join("\n", everywhere.lines(manifest)))
        .contains("Listening on all addresses of this machine (")
        .contains("127.0.0.1")
        .contains(" and port " + manifest.console().getPort() + " of all other addresses")
        .doesNotContain("0.0.0.0", "Only this machine");
    assertThat(everywhere.consoleBeyondLoopback()).isTrue();
    assertThat(everywhere.ownPort(manifest.endpoints().get(0))).doesNotContain(":");
  }

  @Test
  void aPublicAddressIsSaid() {
    Listening mapped = new Listening("0.0.0.0", Optional.of("192.0.2.7"), Optional.empty());
    assertThat(mapped.lines(manifest))
        .contains("           Clients are told to connect to 192.0.2.7.");
  }
}
