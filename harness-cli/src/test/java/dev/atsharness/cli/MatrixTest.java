package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckedScenario;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Finding;
import dev.atsharness.conformance.Judgement;
import dev.atsharness.conformance.Observation;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Report;
import dev.atsharness.conformance.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MatrixTest {

  @Test
  void givesTheReasonOfAllThatIsNotAgreement() {
    String text =
        print(
            verdict("a/agreed", Outcome.AGREED, "All is well."),
            verdict("a/gap", Outcome.KNOWN_GAP, "It never looks at keys."),
            verdict("a/blind", Outcome.CANNOT_SEE, "It is blind."));

    assertThat(text.lines())
        .contains(
            "a/gap by scan    known-gap   It never looks at keys.",
            "a/blind by scan  cannot-see  It is blind.");
    assertThat(text).doesNotContain("All is well.");
  }

  @Test
  void countsOneFalseAlarmInTheSingular() {
    assertThat(print(verdict("a/x", Outcome.FALSE_ALARM, "No.")))
        .endsWith("scan 1: 0 missed, 1 false alarm, in 0.0 s" + System.lineSeparator());
  }

  @Test
  void saysTheSameEvidenceOnce() {
    Finding suite = new Finding(Violation.CIPHERSUITE_NOT_IN_ATS, "a line for two codes");
    Finding group = new Finding(Violation.CIPHERSUITE_NOT_IN_FCP, "a line for two codes");

    assertThat(print(verdict("a/x", Outcome.FALSE_ALARM, "No.", suite, group)))
        .containsOnlyOnce("  evidence: a line for two codes");
  }

  @Test
  void saysWhatIsWrongWithTheServerAndWhereThereIsMoreOfIt() {
    assertThat(print(verdict("a/x", Outcome.MISSED, "It did not see it.")).lines())
        .containsSubsequence(
            "a/x by scan: missed",
            "  Title of a/x",
            "  It did not see it.",
            "  see:      ats-harness show a/x");
  }

  private static String print(Verdict... verdicts) {
    StringWriter written = new StringWriter();
    CheckerResult checker =
        new CheckerResult(
            "scan", "1", Optional.empty(), Optional.empty(), Duration.ZERO, List.of(verdicts));
    new Matrix(
            new Terminal(new PrintWriter(written), false, false),
            new ConformanceResult(
                Instant.EPOCH,
                Instant.EPOCH,
                checker.verdicts().stream()
                    .map(v -> new CheckedScenario(v.scenario(), "Title of " + v.scenario()))
                    .toList(),
                List.of(checker)))
        .print();
    return written.toString();
  }

  private static Verdict verdict(
      String scenario, Outcome outcome, String explanation, Finding... findings) {
    return new Verdict(
        "scan",
        scenario,
        new Observation(
            Report.finished(List.of(findings)), Optional.empty(), Instant.EPOCH, Duration.ZERO),
        new Judgement(outcome, outcome.deviation(), "", "", explanation, Set.of(), Set.of()));
  }
}
