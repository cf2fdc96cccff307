package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.drill.internal.Drills;
import dev.atsharness.log.LogFormat;
import dev.atsharness.log.LogReader;
import dev.atsharness.log.LogWriter;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.internal.Releases;
import java.time.Clock;
import java.util.List;
import java.util.stream.LongStream;

/** Checks for data in which 27.9 has different words for one violation. */
public final class ImaginaryReleaseWords {

  static final String TEXT =
      "Error [ATS FCPv2.1 violation]: Extended master secret missing for server: {server}";

  private static final String WORDS =
      "Error [ATS FCPv2.1 violation]: Extended master secret missing";

  public void itWritesThemAndItsPredecessorDoesNot() {
    DetectedViolation ems = DetectedViolation.of(Violation.EMS_NOT_NEGOTIATED);

    assertThat(Releases.builtIn().named("27.9").message(ems, "a"))
        .isEqualTo(WORDS + " for server: a");
    assertThat(Releases.builtIn().named("27.8").message(ems, "a")).startsWith("Error [");
    assertThat(Cli.run("show", "handshake/no-ems").out()).contains("27.9  " + WORDS);
  }

  public void theReaderKnowsThem() {
    LogWriter writer = new LogWriter(Clock.systemUTC(), Releases.builtIn().named("27.9"), "mdmd");
    String log =
        LogFormat.COMPACT.text(
            List.of(writer.event(DetectedViolation.of(Violation.EMS_NOT_NEGOTIATED), "a.test")));

    assertThat(new LogReader(Clock.systemUTC()).read(log))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.violation()).contains(Violation.EMS_NOT_NEGOTIATED);
              assertThat(found.message()).isEqualTo(WORDS + " for server: a.test");
            });
  }

  public void someDrillHasThem() {
    Drills drills = new Drills(Catalogue.builtIn());

    assertThat(
            LongStream.range(0, 100)
                .mapToObj(seed -> drills.drill(seed, 1).log())
                .filter(log -> log.contains(WORDS)))
        .isNotEmpty();
  }
}
