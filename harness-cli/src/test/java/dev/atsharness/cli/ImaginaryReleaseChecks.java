package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.drill.internal.Drill;
import dev.atsharness.drill.internal.Drills;
import dev.atsharness.log.LogFilter;
import dev.atsharness.log.LogFormat;
import dev.atsharness.log.LogReader;
import dev.atsharness.log.LogWriter;
import dev.atsharness.log.LoggedViolation;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.ComputedTruth;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** Checks for data in which {@code releases/} lists 27.9 and no other file mentions it. */
public final class ImaginaryReleaseChecks {

  private static final String ID = "ios-27.9-system";
  private static final String NO_EMS = "handshake/no-ems";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-04-30T08:12:33.456789Z"), ZoneOffset.UTC);

  private final Releases releases = Releases.builtIn();
  private final OsRelease before = releases.named("27.0");
  private final OsRelease release = releases.named("27.9");
  private final Catalogue catalogue = Catalogue.builtIn();

  public void itIsListedAndTheNewest() {
    assertThat(release.note()).isEmpty();
    assertThat(releases.all()).last().isEqualTo(release);
    assertThat(releases.reference()).hasToString("26.5");
    assertThat(releases.named("27.10").basis()).hasToString("27.9");
    assertThat(releases.named("27.2").basis()).hasToString("27.0");
  }

  public void itKnowsAllThatItsPredecessorKnewInTheSameWords() {
    for (Violation violation : Violation.values()) {
      assertThat(release.knows(violation)).as(violation.code()).isTrue();
      DetectedViolation detected = new DetectedViolation(violation, "1");
      assertThat(release.message(detected, "a")).isEqualTo(before.message(detected, "a"));
    }
    assertThat(release.behaviour()).isEqualTo(before.behaviour());
  }

  public void theReaderReadsWhatItsWriterWrites() {
    LogWriter writer = new LogWriter(CLOCK, release, "mdmd");
    List<DetectedViolation> detected =
        Stream.of(Violation.values()).map(one -> new DetectedViolation(one, "1")).toList();
    for (LogFormat format : LogFormat.values()) {
      String log = format.text(detected.stream().map(one -> writer.event(one, "a.test")).toList());

      assertThat(new LogReader(CLOCK).read(log))
          .as(format.toString())
          .extracting(found -> found.violation().orElseThrow())
          .containsExactly(Violation.values());
      assertThat(new LogReader(CLOCK).read(log))
          .extracting(LoggedViolation::server)
          .containsOnly("a.test");
    }
  }

  public void theGroundTruthIsThatOfItsPredecessor() {
    ClientProfile device = catalogue.profile(ID);
    ClientProfile older = catalogue.profile("ios-27-system");
    assertThat(catalogue.profiles()).contains(device);
    assertThat(catalogue.devices()).last().isEqualTo(device);
    for (Scenario scenario : catalogue.scenarios()) {
      assertThat(scenario.expectationFor(device))
          .as(scenario.id())
          .isEqualTo(scenario.expectationFor(older));
      assertThat(ComputedTruth.ofServer(scenario).client(device))
          .as(scenario.id())
          .isEqualTo(ComputedTruth.ofServer(scenario).client(older));
    }
  }

  public void drillsHaveSuchDevices() {
    Drills drills = new Drills(catalogue);
    for (int level = 1; level <= Drills.LEVELS; level++) {
      for (long seed = 0; seed < 20; seed++) {
        Drill drill = drills.drill(seed, level);
        assertThat(drill.questions()).isNotEmpty();
        assertThat(drill.violations()).isNotEmpty();
      }
    }
  }

  public void theFilterAsksForItsMessages() {
    assertThat(LogFilter.predicate(List.of(), release))
        .isEqualTo(LogFilter.predicate(List.of(), before));
    assertThat(Cli.run("log", "filter", "--release", "27.9").err()).doesNotContain("not listed");
    assertThat(Cli.run("log", "filter", "--help").out())
        .containsPattern("26\\.4, 26\\.5, 27\\.0.* or 27\\.9");
  }

  public void showKnowsIt() {
    assertThat(Cli.run("show", NO_EMS).out())
        .contains("27.9  Error [ATS FCPv2.1 violation]: TLS 1.2 negotiated without")
        .containsPattern(ID + " +refused by the client");
    assertThat(Cli.run("explain", "ems-not-negotiated").out())
        .contains("27.9  Error [ATS FCPv2.1 violation]: TLS 1.2 negotiated without");
  }

  public void probeCheckAndLogCheckKnowIt() throws IOException {
    Path directory = Files.createTempDirectory("imaginary");
    try (AtsHarness harness = AtsHarness.builder().only(NO_EMS, "baseline/*").start()) {
      Endpoint noEms = harness.endpoint(NO_EMS);
      String ca = Files.writeString(directory.resolve("ca.pem"), harness.caPem()).toString();
      String console = harness.manifest().console().toString();

      Cli.Result probe =
          Cli.run(
              "probe",
              "https://" + noEms.host() + "/",
              "--as",
              ID,
              "--ca",
              ca,
              "--connect",
              noEms.address() + ":" + noEms.port());
      assertThat(probe.status()).as(probe.err()).isEqualTo(ExitCode.DEVIATION);
      assertThat(probe.out()).contains(ID + ": refused by the client");

      Cli.Result check =
          Cli.run("check", "--against", console, "--checker", "simulated-device:" + ID);
      assertThat(check.status()).as(check.out() + check.err()).isEqualTo(ExitCode.OK);

      Path log =
          Files.writeString(
              directory.resolve("device.log"),
              LogFormat.DEFAULT.text(
                  List.of(
                      new LogWriter(Clock.systemUTC(), release, "mdmd")
                          .event(
                              DetectedViolation.of(Violation.EMS_NOT_NEGOTIATED), noEms.host()))));
      Cli.Result judged =
          Cli.run("log", "check", log.toString(), "--against", console, "--as", ID, "--visited");
      assertThat(judged.out())
          .as(judged.err())
          .contains("device-log:" + ID + " 27.9: ")
          .containsPattern(NO_EMS + " +agreed");
    }
  }
}
