package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.server.AtsHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCheckCommandIT {

  private static final String EVENT =
      "2026-04-30 10:12:31.456789+0200 0x1a2b3    Info        0x0                  412    0   "
          + " mdmd: (libboringssl.dylib) [com.apple.network:boringssl] f(1) [C1:1][0x1] %s [ATS"
          + " FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret (EMS) for"
          + " server: %s\n";

  @TempDir Path directory;

  @Test
  void joinsTheLogWithTheHarnessThatServed() throws IOException {
    try (AtsHarness harness = start()) {
      harness.manifest().write(directory.resolve("manifest.json"));
      Path log =
          log(
              EVENT.formatted("Warning", harness.endpoint("handshake/no-ems").host())
                  + EVENT.formatted("Warning", "mdm.example.com"));

      Cli.Result all = Cli.run("log", "check", log.toString(), "--state", directory.toString());
      assertThat(all.status()).as(all.err()).isEqualTo(ExitCode.DEVIATION);
      assertThat(all.out())
          .containsPattern("handshake/no-ems +agreed")
          .containsPattern("baseline/tls13 +no-contact")
          .contains("device-log:ios-26.5-system 26.5: ");
      assertThat(all.err()).contains("servers that are not among these scenarios: 1;");

      Cli.Result visited =
          Cli.run(
              "log",
              "check",
              log.toString(),
              "--visited",
              "--against",
              harness.manifest().console().toString());
      assertThat(visited.status()).as(visited.out()).isEqualTo(ExitCode.OK);
      assertThat(visited.out()).doesNotContain("baseline/tls13");
    }
  }

  @Test
  void aDeviceOf27ThatNeverCameHasNotMissedPlainHttp() throws IOException {
    try (AtsHarness harness =
        AtsHarness.builder().only("handshake/no-ems", "cleartext/plain-http").start()) {
      Path log = log(EVENT.formatted("Error", harness.endpoint("handshake/no-ems").host()));

      Cli.Result result =
          Cli.run(
              "log",
              "check",
              log.toString(),
              "--visited",
              "--against",
              harness.manifest().console().toString());

      assertThat(result.status()).as(result.out()).isEqualTo(ExitCode.OK);
      assertThat(result.out()).contains("handshake/no-ems").doesNotContain("plain-http");
    }
  }

  @Test
  void withoutTheTokenItSaysSoAndJudgesNothing() throws IOException {
    try (AtsHarness harness =
        AtsHarness.builder()
            .only("handshake/no-ems")
            .consoleBind("0.0.0.0")
            .consoleToken("0123456789abcdef")
            .start()) {
      harness.manifest().write(directory.resolve("manifest.json"));
      Path log = log(EVENT.formatted("Warning", harness.endpoint("handshake/no-ems").host()));

      Cli.Result result = Cli.run("log", "check", log.toString(), "--state", directory.toString());

      assertThat(result.status()).isEqualTo(ExitCode.USAGE);
      assertThat(result.err()).contains("ATS_HARNESS_CONSOLE_TOKEN").doesNotContain("gone");
    }
  }

  @Test
  void aDeviceThatObjectsToTheBaselineProvesNothing() throws IOException {
    try (AtsHarness harness = start()) {
      Path manifest = directory.resolve("ready.json");
      harness.manifest().write(manifest);
      Path log = log(EVENT.formatted("Error", harness.endpoint("baseline/tls13").host()));

      Cli.Result result = Cli.run("log", "check", log.toString(), "--against", manifest.toString());

      assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
      assertThat(result.out()).contains("does the device trust the harness's root?");
      assertThat(result.err()).contains("compared with ios-27-system");
    }
  }

  @Test
  void aLogInWhichNoHostOfTheHarnessOccursSaysNothing() throws IOException {
    try (AtsHarness harness = start()) {
      String other =
          EVENT.formatted("Warning", "mdm.example.com")
              + EVENT.replaceFirst("f\\(1\\).*\n", "TLS connected, no violation\n");
      String console = harness.manifest().console().toString();

      Cli.Result nothing = Cli.run("log", "check", log(other).toString(), "--against", console);
      assertThat(nothing.status()).as(nothing.out()).isEqualTo(ExitCode.FAILURE);
      assertThat(nothing.out()).contains("cannot tell, because no host of this harness occurs");

      String host = harness.endpoint("baseline/tls13").host();
      Cli.Result named =
          Cli.run(
              "log",
              "check",
              log(other
                      + EVENT.replaceFirst("f\\(1\\).*\n", "TLS configured [name(" + host + ")]\n"))
                  .toString(),
              "--against",
              console);
      assertThat(named.status()).as(named.out()).isEqualTo(ExitCode.FAILURE);
      assertThat(named.out())
          .doesNotContain("no host of this harness")
          .contains("cannot tell, because the harness's journal has no connection from the time");
    }
  }

  @Test
  void whatWasNotReadLeavesSilenceOpen() throws IOException {
    try (AtsHarness harness = start()) {
      String host = harness.endpoint("handshake/no-ems").host();
      Path log =
          log(
              EVENT.formatted("Warning", host)
                  + EVENT.formatted("Warning", "baseline.ats-har\u2026"));

      Cli.Result result =
          Cli.run(
              "log",
              "check",
              log.toString(),
              "--visited",
              "--against",
              harness.manifest().console().toString());

      assertThat(result.status()).as(result.out()).isEqualTo(ExitCode.FAILURE);
      assertThat(result.out()).contains("cannot tell, because not all of the log was read");
      assertThat(result.err()).contains("not read: 1 line looks like a violation");
    }
  }

  @Test
  void asksWhichHarnessWasVisited() throws IOException {
    Path log = log(EVENT.formatted("Warning", "a.example"));

    assertThat(Cli.run("log", "check", log.toString()).err()).contains("--against", "--state");
    Cli.Result never = Cli.run("log", "check", log.toString(), "--state", directory.toString());
    assertThat(never.status()).isEqualTo(ExitCode.USAGE);
    assertThat(never.err()).contains("no harness has served with it yet");
  }

  private static AtsHarness start() {
    return AtsHarness.builder().only("baseline/tls13", "handshake/no-ems").start();
  }

  private Path log(String text) throws IOException {
    return Files.writeString(directory.resolve("log.txt"), text);
  }
}
