package dev.atsharness.conformance.checker.internal;

import static dev.atsharness.ats.Violation.EMS_NOT_NEGOTIATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.KnownLimitations.KnownGap;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.conformance.checker.internal.AdapterFile.Written;
import dev.atsharness.conformance.internal.Judgement;
import dev.atsharness.conformance.internal.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "paths and commands are a POSIX system's")
class AdapterFileTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);
  private static final List<String> SCENARIOS =
      List.of("handshake/no-ems", "key/p224", "key/p192", "baseline/tls12");

  @TempDir Path directory;

  static List<String> shipped() {
    return Checkers.PROGRAMS;
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void writesAShippedAdapterThatReadsAsBefore(String name) throws IOException {
    Path file = directory.resolve(name + ".yaml");
    Written written = AdapterFile.of(name).withGaps(file, List.of(), TODAY);
    Files.writeString(file, written.text());

    Adapter copy =
        AdapterReader.read(
            file,
            AdapterReader.shipped(name).limits().knownGaps().stream()
                .flatMap(gap -> gap.scenario().stream())
                .toList());

    assertThat(text(copy)).isEqualTo(text(AdapterReader.shipped(name)));
    assertThat(written.gaps()).isZero();
  }

  /** Most expressions are compared by their text; a JSONPath only prints its identity. */
  private static String text(Adapter adapter) {
    return adapter.toString().replaceAll("JsonPath@[0-9a-f]+", "JsonPath");
  }

  @Test
  void writesDownWhatDeviatesAndWhatIsOpenWithTheDay() throws IOException {
    Path file = directory.resolve("mine.yaml");
    Written written =
        AdapterFile.ofCommand("./my-check {url}")
            .withGaps(
                file,
                List.of(
                    verdict("handshake/no-ems", Outcome.MISSED, Set.of(EMS_NOT_NEGOTIATED)),
                    verdict("key/p224", Outcome.UNSUPPORTED, Set.of(EMS_NOT_NEGOTIATED)),
                    verdict("key/p192", Outcome.NO_CONTACT, Set.of()),
                    verdict("baseline/tls12", Outcome.AGREED, Set.of())),
                TODAY);
    Files.writeString(file, written.text());

    Adapter adapter = AdapterReader.read(file, SCENARIOS);

    assertThat(written.gaps()).isEqualTo(3);
    assertThat(adapter.limits().knownGaps())
        .extracting(KnownGap::scenario, KnownGap::violation, KnownGap::noResult)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Optional.of("handshake/no-ems"), Optional.of(EMS_NOT_NEGOTIATED), false),
            org.assertj.core.groups.Tuple.tuple(Optional.of("key/p224"), Optional.empty(), true),
            org.assertj.core.groups.Tuple.tuple(Optional.of("key/p192"), Optional.empty(), true));
    assertThat(adapter.limits().knownGaps().get(0).reason())
        .isEqualTo("on 2026-11-29 missed, not examined yet");
    assertThat(adapter.limits().knownGaps().get(1).reason())
        .isEqualTo("on 2026-11-29 unsupported, not examined yet: it says 'x: #\\u001b y'");
    assertThat(adapter.invocation().arguments())
        .containsExactly("-c", "./my-check \"${ATS_HARNESS_URL}\"");
    assertThat(adapter.output().format()).isEqualTo(Adapter.Format.CONTRACT);
    assertThat(adapter.invocation().directory().orElseThrow().toRealPath())
        .isEqualTo(Path.of("").toRealPath());
  }

  @Test
  void leavesOutWhatIsGoneAndMovesPaths() throws IOException {
    Path from = Files.createDirectories(directory.resolve("a"));
    Files.writeString(
        from.resolve("own.yaml"),
        """
        title: own
        programs: [./run.sh, scan]
        arguments: []
        output: {format: contract}
        known-gaps:
          - scenarios: [key/p224, key/p192]
            reason: once
          - scenario: handshake/no-ems
            reason: once
          - violation: tls-not-used
            reason: everywhere
        """);
    Path file = Files.createDirectories(directory.resolve("b")).resolve("new.yaml");

    Written written =
        AdapterFile.of(from.resolve("own.yaml").toString())
            .withGaps(
                file,
                List.of(
                    verdict("key/p224", Outcome.FIXED_GAP, Set.of()),
                    verdict("handshake/no-ems", Outcome.FIXED_GAP, Set.of()),
                    verdict("baseline/tls12", Outcome.FIXED_GAP, Set.of())),
                TODAY);
    Files.writeString(file, written.text());
    Adapter adapter = AdapterReader.read(file, SCENARIOS);

    assertThat(adapter.limits().knownGaps())
        .extracting(KnownGap::scenario)
        .containsExactly(Optional.of("key/p192"), Optional.empty());
    assertThat(written.stale()).containsExactly("baseline/tls12");
    assertThat(Path.of(adapter.executable().programs().get(0)).normalize())
        .isEqualTo(from.resolve("run.sh"));
    assertThat(adapter.executable().programs().get(1)).isEqualTo("scan");
  }

  @Test
  void hasNoneForTheSimulatedDevice() {
    assertThatThrownBy(() -> AdapterFile.of("simulated-device"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("simulated-device is not an outside program");
  }

  private static CheckResult verdict(
      String scenario, Outcome outcome, Set<dev.atsharness.ats.Violation> missed) {
    CheckerOutput report =
        outcome == Outcome.UNSUPPORTED
            ? CheckerOutput.unsupported("it says 'x: #\u001b y'")
            : CheckerOutput.finished(List.of());
    return new CheckResult(
        "mine",
        scenario,
        new Observation(report, Optional.empty(), Instant.EPOCH, Duration.ZERO),
        new Judgement(outcome, outcome.deviation(), "", "", "", missed, Set.of()));
  }
}
