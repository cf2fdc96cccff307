package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.server.AtsHarness;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CheckCommandIT {

  private static final String DEVICE = "simulated-device:ios-26.5-system";

  @TempDir Path directory;

  @Test
  void agreesWithItsOwnEndpointsAndWritesReports() throws Exception {
    Path junit = directory.resolve("junit.xml");
    Path json = directory.resolve("result.json");

    Cli.Result result =
        Cli.run(
            "check",
            "--checker",
            DEVICE,
            "--only",
            "handshake/*",
            "--junit",
            junit.toString(),
            "--json",
            json.toString());

    assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).contains("handshake/no-ems ").contains("0 missed, 0 false alarms");
    assertThat(Files.readString(junit))
        .contains("name=\"handshake/no-ems\" classname=\"" + DEVICE + "\"");
    JsonNode checker = JsonMapper.shared().readTree(json.toFile()).at("/checkers/0");
    assertThat(checker.path("name").asString()).isEqualTo(DEVICE);
  }

  @Test
  void checksARunningHarnessByFileAndByConsole() {
    try (AtsHarness harness =
        AtsHarness.builder().only("baseline/tls13", "handshake/no-ems").start()) {
      Path manifest = directory.resolve("ready.json");
      harness.manifest().write(manifest);

      for (String against :
          new String[] {manifest.toString(), harness.manifest().console().toString()}) {
        Cli.Result result = Cli.run("check", "--checker", DEVICE, "--against", against);

        assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
      }
    }
  }

  @Test
  void saysThatNobodyListensWhereTheHarnessIsGone() {
    Path manifest = directory.resolve("ready.json");
    URI console;
    try (AtsHarness harness = AtsHarness.builder().only("baseline/tls13").start()) {
      harness.manifest().write(manifest);
      console = harness.manifest().console();
    }

    Cli.Result result = Cli.run("check", "--checker", DEVICE, "--against", manifest.toString());

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .contains("nobody listens at " + console.getAuthority())
        .contains("is 'ats-harness serve' still running?");
  }

  @Test
  void turnsRedWhenTheServerIsNotWhatTheManifestSays() throws Exception {
    try (AtsHarness harness = AtsHarness.builder().only("baseline/*", "handshake/no-ems").start()) {
      int sound = harness.endpoint("baseline/tls12").port();
      int faulty = harness.endpoint("handshake/no-ems").port();
      Path manifest = directory.resolve("ready.json");
      harness.manifest().write(manifest);
      String json = Files.readString(manifest);
      assertThat(json).contains("\"port\" : " + faulty);
      Files.writeString(manifest, json.replace("\"port\" : " + faulty, "\"port\" : " + sound));

      Cli.Result result =
          Cli.run(
              "check",
              "--checker",
              DEVICE,
              "--only",
              "handshake/*",
              "--against",
              manifest.toString());

      assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
      assertThat(result.out()).contains("handshake/no-ems by " + DEVICE);
    }
  }

  @Test
  void saysThatNothingCanBeSaidWithoutABaseline() {
    try (AtsHarness harness = AtsHarness.builder().only("handshake/no-ems").start()) {
      Path manifest = directory.resolve("ready.json");
      harness.manifest().write(manifest);

      Cli.Result result = Cli.run("check", "--checker", DEVICE, "--against", manifest.toString());

      assertThat(result.status()).isEqualTo(ExitCode.USAGE);
      assertThat(result.err()).contains("baseline/tls13");
    }
  }

  @Test
  void probesAServer() throws Exception {
    try (AtsHarness harness = AtsHarness.builder().only("handshake/no-ems").start()) {
      var endpoint = harness.endpoint("handshake/no-ems");
      Path ca = Files.writeString(directory.resolve("ca.pem"), harness.caPem());

      Cli.Result result =
          Cli.run(
              "probe",
              "https://" + endpoint.host() + "/",
              "--connect",
              endpoint.address() + ":" + endpoint.port(),
              "--ca",
              ca.toString());

      assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.DEVIATION);
      assertThat(result.out())
          .contains("Warning [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master")
          .contains("FCP_v2.1: FAIL");
    }
  }
}
