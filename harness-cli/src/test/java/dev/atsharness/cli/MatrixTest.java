package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckedScenario;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Finding;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.internal.Grounds;
import dev.atsharness.conformance.internal.Judgement;
import dev.atsharness.conformance.internal.Observation;
import dev.atsharness.scenario.Scenario.Evidence;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatrixTest {

  private static final Grounds GROUNDS =
      new Grounds(
          "It matters.",
          Optional.of(Evidence.INFERRED),
          Optional.of("a/control"),
          List.of(Violation.CERTIFICATE_NOT_TRUSTED));

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
  void theNumbersOfTheSummaryAddUp() {
    CheckResult implied = verdict("a/implied", Outcome.WRONG_REASON, "It named a consequence.");
    Judgement left = implied.judgement();
    CheckResult wrong =
        new CheckResult(
            implied.checker(),
            implied.scenario(),
            implied.observation(),
            new Judgement(
                left.outcome(),
                left.deviation(),
                left.expected(),
                left.actual(),
                left.explanation(),
                Set.of(Violation.EMS_NOT_NEGOTIATED),
                Set.of()));

    assertThat(print(wrong, verdict("a/x", Outcome.MISSED, "It did not see it.")))
        .contains("scan 1: 1 wrong-reason, 1 missed, 0 false alarms, in");
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

  @Test
  void showsWhatDeviatesAloneUnlessEveryRowIsAskedFor() {
    CheckResult gap = verdict("a/gap", Outcome.KNOWN_GAP, "It never looks at keys.");
    CheckResult missed = verdict("a/x", Outcome.MISSED, "It did not see it.");

    String text = print(false, gap, missed);

    assertThat(text)
        .contains("a/x by scan: missed", "1 deviation. 1 known gap. --all shows every row.")
        .contains(Grounds.TRUTH)
        .doesNotContain("a/gap", "SCENARIO");
    assertThat(print(true, gap, missed)).contains("SCENARIO", "a/gap by scan");
  }

  @Test
  void namesTheRestOfManyDeviations() {
    CheckResult[] many =
        IntStream.range(0, 40)
            .mapToObj(
                n ->
                    verdict(
                        "a/x" + n, n == 7 ? Outcome.TIMEOUT : Outcome.MISSED, "It did not see it."))
            .toArray(CheckResult[]::new);

    String text = print(false, many);

    assertThat(text)
        .contains("scan deviates at 40 servers: 39 missed, 1 timeout. ")
        .contains("a/x0 by scan: missed", "a/x1 by scan: missed", "a/x7 by scan: timeout")
        .contains("missed at 37 more:")
        .doesNotContain("a/x2 by scan");
    assertThat(text.lines()).hasSizeLessThan(60);
    for (CheckResult verdict : many) {
      assertThat(text).containsPattern(verdict.scenario() + "\\b");
    }
    assertThat(print(true, many)).contains("a/x39 by scan: missed").doesNotContain("more:");
  }

  @Test
  void saysWhatTheTruthOfADeviationRestsOn() {
    assertThat(print(verdict("a/x", Outcome.MISSED, "It did not see it.")).lines())
        .contains(
            "  why:      It matters.",
            "  grade:    inferred: reasoned from Apple's documentation and source and from the"
                + " standards, and not verified on a device",
            "  control:  a/control",
            "  may also be reported: certificate-not-trusted");
  }

  @Test
  void neverCallsItAsExpectedThatAServerWasNotLookedAt() {
    CheckResult open =
        new CheckResult(
            "scan",
            "a/x",
            new Observation(
                CheckerOutput.unsupported("not today"),
                Optional.empty(),
                Instant.EPOCH,
                Duration.ZERO),
            new Judgement(Outcome.UNSUPPORTED, false, "", "", "", Set.of(), Set.of()));

    assertThat(print(open))
        .contains("no deviation, but 1 server was not looked at. ")
        .contains("1 server was not looked at, and nothing declares this.")
        .doesNotContain("as expected");
  }

  private static String print(CheckResult... verdicts) {
    return print(true, verdicts);
  }

  private static String print(boolean all, CheckResult... verdicts) {
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
                    .map(
                        v -> new CheckedScenario(v.scenario(), "Title of " + v.scenario(), GROUNDS))
                    .toList(),
                List.of(checker)),
            all)
        .print();
    return written.toString();
  }

  private static CheckResult verdict(
      String scenario, Outcome outcome, String explanation, Finding... findings) {
    return new CheckResult(
        "scan",
        scenario,
        new Observation(
            CheckerOutput.finished(List.of(findings)),
            Optional.empty(),
            Instant.EPOCH,
            Duration.ZERO),
        new Judgement(outcome, outcome.deviation(), "", "", explanation, Set.of(), Set.of()));
  }
}
