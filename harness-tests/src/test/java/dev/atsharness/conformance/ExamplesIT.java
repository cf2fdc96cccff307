package dev.atsharness.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.conformance.internal.Judge;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.testing.OutsideProgram;
import dev.atsharness.testing.Skip;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the examples of a user's own checker as the guide for scanners says. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are for a POSIX shell")
class ExamplesIT {

  private static final Path EXAMPLES = Path.of("examples").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static AtsHarness harness;

  @BeforeAll
  static void start() throws Exception {
    harness =
        AtsHarness.builder()
            .only(
                "baseline/tls13",
                "cleartext/https-url-of-http-port",
                "handshake/alpn-refused",
                "protocol/tls10-only",
                "trust/expired")
            .start();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "curl, {examples}/my-check.sh {url}, protocol/tls10-only, tls-version-below-1.2",
    "python3, python3 {examples}/my_check.py, trust/expired, certificate-not-trusted",
    "java, java {examples}/MyCheck.java, trust/expired, certificate-not-trusted",
    "go, go run {examples}/my_check.go, trust/expired, certificate-not-trusted",
  })
  void findsOneViolationAndAgreesOnTheControl(
      String needed, String command, String scenario, String violation) throws Exception {
    requireInstalled(needed);
    Checker checker = checker(command);

    assertThat(checker.check(target(Conformance.BASELINE), LIMIT))
        .satisfies(
            report ->
                assertThat(report.status())
                    .as(report.note())
                    .isEqualTo(CheckerOutput.Status.FINISHED))
        .extracting(CheckerOutput::findings)
        .isEqualTo(List.of());
    assertThat(checker.check(target(scenario), LIMIT).findings())
        .extracting(finding -> finding.violation().code())
        .containsExactly(violation);
  }

  /** A failed handshake is a refusal; without a connection there is no result. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "curl, {examples}/my-check.sh {url}, REFUSED",
    "python3, python3 {examples}/my_check.py, tls-not-used",
    "java, java {examples}/MyCheck.java, tls-not-used",
    "go, go run {examples}/my_check.go, tls-not-used",
  })
  void tellsARefusalFromNoAnswer(String needed, String command, String ofPlainHttp)
      throws Exception {
    requireInstalled(needed);
    Checker checker = checker(command);

    CheckerOutput refused = checker.check(target("handshake/alpn-refused"), LIMIT);
    CheckerOutput plain = checker.check(target("cleartext/https-url-of-http-port"), LIMIT);
    CheckerOutput nobody = checker.check(nobodyAt(target(Conformance.BASELINE)), LIMIT);

    assertThat(refused.refused()).as(refused.note()).isPresent();
    assertThat(plain.refused().map(reason -> "REFUSED").orElse(Judge.words(plain.violations())))
        .as(plain.note())
        .isEqualTo(ofPlainHttp);
    assertThat(nobody.status()).as(nobody.output()).isEqualTo(CheckerOutput.Status.UNSUPPORTED);
  }

  private static Checker checker(String command) {
    return new Checkers(List.of(), Clock.systemUTC(), System.getenv("PATH"))
        .command(command.replace("{examples}", EXAMPLES.toString()));
  }

  /** Returns the same endpoint at a port that was free a moment ago. */
  private static CheckedEndpoint nobodyAt(CheckedEndpoint target) throws Exception {
    int port;
    try (ServerSocket socket =
        new ServerSocket(0, 1, InetAddress.getByName(target.location().address()))) {
      port = socket.getLocalPort();
    }
    CheckedEndpoint.Location there = target.location();
    return target.at(
        CheckedEndpoint.Location.dedicated(there.host(), there.address(), port, there.url()));
  }

  @Test
  void theGuideShowsThem() throws Exception {
    assertThat(Files.readString(Path.of("../docs/scanners.md")))
        .contains(
            Files.readString(EXAMPLES.resolve("my-check.sh")),
            Files.readString(EXAMPLES.resolve("my_check.py")));
  }

  private static CheckedEndpoint target(String scenario) {
    return CheckedEndpoint.of(harness.manifest()).stream()
        .filter(target -> target.scenario().equals(scenario))
        .findFirst()
        .orElseThrow();
  }

  private static void requireInstalled(String program) {
    if (program.equals("go")) {
      Skip.unless(OutsideProgram.find("go").isPresent(), "go is not installed");
    }
    OutsideProgram.require(program);
  }
}
