package dev.atsharness.conformance.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckerOutput.Connection;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.internal.SeenConnection.Sent;
import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogFormat;
import dev.atsharness.log.LogReader;
import dev.atsharness.log.LogSummary;
import dev.atsharness.log.LogWriter;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.server.AtsHarness;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose connections count when a device is judged by its log. */
class DeviceConnectionsIT {

  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String LOGGED = "handshake/no-ems";
  private static final String SILENT = "protocol/tls11-only";
  private static final String DEVICE = "192.0.2.20";
  private static final String OTHER = "192.0.2.9";

  private static AtsHarness harness;
  private static List<CheckedEndpoint> endpoints;

  private final Map<String, List<SeenConnection>> seen = new HashMap<>();

  @BeforeAll
  static void start() {
    harness = AtsHarness.builder().only("baseline/tls13", LOGGED, SILENT).start();
    endpoints = CheckedEndpoint.of(harness.manifest());
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  private void connects(String client, String scenario) {
    seen.merge(
        scenario,
        List.of(
            new SeenConnection(
                NOW,
                client,
                Optional.of(new Connection(true, Optional.empty(), Optional.empty())),
                Sent.CLIENT_HELLO,
                Optional.empty(),
                "a line")),
        (some, more) -> Stream.of(some, more).flatMap(List::stream).toList());
  }

  private JournalView journal() {
    return new JournalView() {
      @Override
      public long mark() {
        return 0;
      }

      @Override
      public Optional<List<SeenConnection>> connections(
          String scenario, long mark, Predicate<SeenConnection> awaited, Duration patience) {
        return connections(scenario);
      }

      @Override
      public Optional<List<SeenConnection>> connections(String scenario) {
        return Optional.of(seen.getOrDefault(scenario, List.of()));
      }
    };
  }

  private static String line(String host) {
    return LogFormat.DEFAULT.text(
        List.of(
            new LogWriter(CLOCK, Releases.builtIn().named("26.5"), "mdmclient")
                .event(DetectedViolation.of(Violation.EMS_NOT_NEGOTIATED), host)));
  }

  private static String host() {
    return harness.endpoint(LOGGED).host();
  }

  private CheckerResult judged(String log) throws Exception {
    LogExplanation explanation = new LogExplanation();
    LogSummary summary =
        new LogReader(CLOCK)
            .lookingFor(LogCheck.domains(endpoints))
            .read(
                new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)),
                "The file",
                explanation);
    FindingsOnHarness own = new FindingsOnHarness(endpoints);
    new LogReader(CLOCK).read(log).forEach(own);
    return new LogCheck(endpoints, "ios-26.5-system", "26.5", journal(), CLOCK)
        .judge(summary, own.findings())
        .checkers()
        .get(0);
  }

  private static Outcome outcome(CheckerResult device, String scenario) {
    return device.verdicts().stream()
        .filter(verdict -> verdict.scenario().equals(scenario))
        .findFirst()
        .orElseThrow()
        .outcome();
  }

  @Test
  void nothingIsSaidOfADeviceWhoseLogWasNotRead() throws Exception {
    connects(OTHER, SILENT);

    CheckerResult device = judged("milk, bread\n");

    assertThat(device.verdicts()).isEmpty();
    assertThat(device.voided().orElseThrow()).startsWith("cannot tell, because not all");
  }

  @Test
  void nothingIsSaidOfADeviceWhoseLogNamesNoHostOfTheHarness() throws Exception {
    connects(OTHER, SILENT);

    CheckerResult device = judged(line("mdm.example.com"));

    assertThat(device.verdicts()).isEmpty();
    assertThat(device.voided().orElseThrow()).contains("no host of this harness");
  }

  @Test
  void theOnlyClientOfThatTimeIsTheDevice() throws Exception {
    connects(DEVICE, LOGGED);
    connects(DEVICE, SILENT);

    CheckerResult device = judged(line(host()));

    assertThat(device.voided()).isEmpty();
    assertThat(outcome(device, LOGGED)).isEqualTo(Outcome.AGREED);
    assertThat(outcome(device, SILENT)).isEqualTo(Outcome.MISSED);
  }

  @Test
  void whatOthersVisitedIsNotVisitedByTheDevice() throws Exception {
    connects(DEVICE, LOGGED);
    connects(OTHER, SILENT);

    CheckerResult device = judged(line(host()));

    assertThat(device.voided()).isEmpty();
    assertThat(outcome(device, LOGGED)).isEqualTo(Outcome.AGREED);
    assertThat(outcome(device, SILENT)).isEqualTo(Outcome.NO_CONTACT);
  }

  @Test
  void clientsThatCannotBeToldApartLeaveSilenceOpen() throws Exception {
    connects(DEVICE, LOGGED);
    connects(OTHER, LOGGED);
    connects(OTHER, SILENT);

    CheckerResult device = judged(line(host()));

    assertThat(device.verdicts()).extracting(CheckResult::scenario).containsExactly(LOGGED);
    assertThat(device.voided().orElseThrow())
        .contains("several clients", DEVICE + ", " + OTHER, "--client IP");
  }

  @Test
  void aLogWithoutTimesDoesNotSayWhichConnectionsAreItsDevices() throws Exception {
    connects(OTHER, SILENT);

    CheckerResult device =
        judged(
            line(host()).lines().reduce((a, b) -> b).orElseThrow().replaceFirst("^.*?Warn", "Warn")
                + "\n");

    assertThat(device.verdicts()).extracting(CheckResult::scenario).containsExactly(LOGGED);
    assertThat(device.voided().orElseThrow()).contains("no event of the log has a time");
  }
}
