package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.internal.DeviceEvidence;
import dev.atsharness.server.AtsHarness;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
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

      Cli.Result visited = check(harness, log, "--visited");
      assertThat(visited.status()).as(visited.out()).isEqualTo(ExitCode.OK);
      assertThat(visited.out()).doesNotContain("baseline/tls13");
    }
  }

  @Test
  void aDeviceOf27ThatNeverCameHasNotMissedPlainHttp() throws IOException {
    try (AtsHarness harness =
        AtsHarness.builder().only("handshake/no-ems", "cleartext/plain-http").start()) {
      Path log = log(EVENT.formatted("Error", harness.endpoint("handshake/no-ems").host()));

      Cli.Result result = check(harness, log, "--visited");

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

      Cli.Result nothing = check(harness, log(other));
      assertThat(nothing.status()).as(nothing.out()).isEqualTo(ExitCode.FAILURE);
      assertThat(nothing.out()).contains("cannot tell, because no host of this harness occurs");

      String host = harness.endpoint("baseline/tls13").host();
      Cli.Result named =
          check(
              harness,
              log(
                  other
                      + EVENT.replaceFirst(
                          "f\\(1\\).*\n", "TLS configured [name(" + host + ")]\n")));
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

      Cli.Result result = check(harness, log, "--visited");

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

  @Test
  void whatTheDeviceShowedIsWrittenForTheCatalogueWithoutNames() throws Exception {
    try (AtsHarness harness = start()) {
      String host = harness.endpoint("handshake/no-ems").host();
      Path log =
          log(
              today(EVENT.formatted("Warning", host))
                  + today(
                      EVENT
                          .formatted("Warning", host.toUpperCase(Locale.ROOT))
                          .replace("mdmd:", "OurApp:")));
      connect(harness, "handshake/no-ems");
      Path file = directory.resolve("result.yaml");

      Cli.Result result = contribute(harness, log, file, "--yes", "--device-model", "iPhone17,2");

      assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.OK);
      String text = Files.readString(file);
      assertThat(text)
          .contains("os: iOS\n  release: \"26.5.1\"\n  model: \"iPhone17,2\"\n")
          .contains("log: log-show\n")
          .contains("  handshake/no-ems:\n    outcome: warned\n")
          .contains("(EMS) for server: {server}\"\n        processes: [\"mdmd\"]\n")
          .containsOnlyOnce("code: ems-not-negotiated")
          .doesNotContain(host)
          .doesNotContain("ats-harness.test")
          .doesNotContain("127.0.0.1")
          .doesNotContain("OurApp")
          .doesNotContain("10:12");
      assertThat(result.err().indexOf("outcome: warned"))
          .as("shown before it is written")
          .isBetween(0, result.err().indexOf("Written: " + file));
      assertThat(DeviceEvidence.check(text, "result.yaml", Catalogue.builtIn())).isEmpty();
      assertThat(contribute(harness, log, file, "--yes").err()).contains("exists already");
    }
  }

  @Test
  void withoutATerminalNothingIsWrittenUntilTheUserAgrees() throws Exception {
    try (AtsHarness harness = start()) {
      Path log =
          log(today(EVENT.formatted("Warning", harness.endpoint("handshake/no-ems").host())));
      connect(harness, "handshake/no-ems");
      Path file = directory.resolve("result.yaml");

      Cli.Result result = contribute(harness, log, file);

      assertThat(result.status()).isEqualTo(ExitCode.USAGE);
      assertThat(result.err()).contains("outcome: warned").contains("run this again with --yes");
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void aDeviceThatContradictsTheCatalogueIsSaidToAndWritten() throws Exception {
    try (AtsHarness harness = AtsHarness.builder().only("baseline/tls1*").start()) {
      String host = harness.endpoint("baseline/tls12").host();
      Path log = log(today(EVENT.formatted("Warning", host)));
      connect(harness, "baseline/tls12");
      Path file = directory.resolve("result.yaml");

      Cli.Result result = contribute(harness, log, file, "--yes");

      assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.DEVIATION);
      assertThat(result.err())
          .contains("It does not agree with the catalogue")
          .contains("baseline/tls12.yaml states that ios-26.5.1-system does not log ems-not");
      assertThat(file).exists();
    }
  }

  @Test
  void whatShowsNothingIsNotWritten() throws Exception {
    try (AtsHarness harness = start()) {
      Path file = directory.resolve("result.yaml");
      Path objects =
          log(today(EVENT.formatted("Warning", harness.endpoint("baseline/tls13").host())));
      assertThat(contribute(harness, objects, file, "--yes").err())
          .contains("is not written: the run is void")
          .contains("does the device trust the harness's root?");

      Path other = log(EVENT.formatted("Warning", "mdm.example.com"));
      assertThat(contribute(harness, other, file, "--yes").err()).contains("is not written: ");
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void newWordsAreWrittenWithoutWhatMayIdentify() throws Exception {
    try (AtsHarness harness = start()) {
      String host = harness.endpoint("handshake/no-ems").host();
      Path log =
          log(
              today(EVENT.formatted("Warning", host))
                  + today(
                      EVENT
                          .formatted("Warning", host)
                          .replaceFirst(
                              "TLS 1.2 .* for",
                              "Anew by Anna Schmidt anna@example.com 555 1234 at 10.1.2.3, fe80::1"
                                  + " and 00008120-001A2B3C4D5E6F70 via proxy.example.com for")));
      connect(harness, "handshake/no-ems");
      Path file = directory.resolve("result.yaml");

      Cli.Result result = contribute(harness, log, file, "--yes");

      assertThat(result.err()).contains("no rule has the words of this message");
      assertThat(Files.readString(file))
          .contains(
              "- code: unknown",
              "(removed) by (removed) (removed) (removed) (removed) (removed) at (removed),"
                  + " (removed) and (removed) via (removed) for server: {server}")
          .doesNotContain(
              "anna",
              "Anna",
              "Schmidt",
              "555",
              "1234",
              "10.1.2.3",
              "fe80",
              "00008120",
              "example.com");
    }
  }

  @Test
  void theKindOfDeviceIsNecessaryAndChecked() throws IOException {
    try (AtsHarness harness = start()) {
      Path log = log(EVENT.formatted("Warning", harness.endpoint("handshake/no-ems").host()));
      String file = directory.resolve("result.yaml").toString();

      assertThat(check(harness, log, "--contribute", file).err())
          .contains("--device-os 'iOS 26.5' --log-taken sysdiagnose");
      assertThat(contribute(harness, log, Path.of(file), "--device-model", "F2LX91ABC123").err())
          .contains("device.model: ");
      assertThat(check(harness, log, "--yes").err())
          .contains("--contribute FILE, which is missing");
    }
  }

  private static Cli.Result contribute(AtsHarness harness, Path log, Path file, String... more) {
    return check(
        harness,
        log,
        Stream.concat(
                Stream.of("--visited", "--contribute", file.toString(), "--log-taken", "log-show"),
                Stream.concat(Stream.of("--device-os", "iOS 26.5.1"), Stream.of(more)))
            .toArray(String[]::new));
  }

  /** Compares a log with what a running harness saw. */
  private static Cli.Result check(AtsHarness harness, Path log, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "log",
                "check",
                log.toString(),
                "--against",
                harness.manifest().console().toString()));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }

  /** Returns the event with the time of now, at which the harness sees the connection. */
  private static String today(String event) {
    return event.replace(
        "2026-04-30 10:12:31.456789+0200",
        OffsetDateTime.now(ZoneOffset.UTC)
            .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSxx")));
  }

  /** Makes a whole TLS connection, as the device would. */
  private static void connect(AtsHarness harness, String scenario) throws Exception {
    SSLContext tls = SSLContext.getInstance("TLS");
    KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
    roots.load(null, null);
    roots.setCertificateEntry(
        "root",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(
                    harness.manifest().ca().pem().getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(roots);
    tls.init(null, trust.getTrustManagers(), null);
    String host = harness.endpoint(scenario).host();
    int port = harness.endpoint(scenario).port();
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket socket =
            (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true)) {
      socket
          .getOutputStream()
          .write(
              ("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
    }
  }

  private static AtsHarness start() {
    return AtsHarness.builder().only("baseline/tls13", "handshake/no-ems").start();
  }

  private Path log(String text) throws IOException {
    return Files.writeString(directory.resolve("log.txt"), text);
  }
}
