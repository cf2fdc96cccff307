package dev.atsharness.conformance.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Results;
import dev.atsharness.conformance.internal.Judgement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrustTableTest {

  @Test
  void countsAKnownGapAsWhatItIs() {
    CheckResult missed =
        gap("a/missed", Set.of(Violation.EMS_NOT_NEGOTIATED, Violation.TLS_NOT_USED), Set.of());
    CheckResult both =
        gap("a/both", Set.of(Violation.TLS_NOT_USED), Set.of(Violation.EMS_NOT_NEGOTIATED));
    CheckResult falseAlarm = gap("a/false-alarm", Set.of(), Set.of(Violation.EMS_NOT_NEGOTIATED));
    CheckResult nothing = gap("a/nothing", Set.of(), Set.of());

    assertThat(lines(missed, both, falseAlarm, nothing))
        .contains("| scan | 1.0 | 0 | 2 | 1 | 0 | 1 |");
  }

  @Test
  void countsEachOutcomeOnce() {
    assertThat(
            lines(
                verdict("a/agreed", Outcome.AGREED),
                verdict("a/fixed", Outcome.FIXED_GAP),
                verdict("a/missed", Outcome.MISSED),
                verdict("a/wrong", Outcome.WRONG_REASON),
                verdict("a/alarm", Outcome.FALSE_ALARM),
                verdict("a/blind", Outcome.CANNOT_SEE),
                verdict("a/unseen", Outcome.UNSUPPORTED),
                verdict("a/none", Outcome.INCONCLUSIVE),
                verdict("a/away", Outcome.NO_CONTACT),
                verdict("a/slow", Outcome.TIMEOUT)))
        .startsWith("10 scenarios, 1970-01-01", "")
        .contains("| scan | 1.0 | 2 | 2 | 1 | 1 | 4 |");
  }

  @Test
  void namesWhatWasNotRun() {
    assertThat(lines(verdict("a/agreed", Outcome.AGREED)))
        .contains("| nscurl | not run | | | | | |")
        .noneMatch(line -> line.startsWith("| scan | not run"));
  }

  private static List<String> lines(CheckResult... verdicts) {
    return TrustTable.of(Results.of(Results.scanner("scan", verdicts))).lines().toList();
  }

  private static CheckResult verdict(String scenario, Outcome outcome) {
    return Results.verdict("scan", scenario, outcome);
  }

  private static CheckResult gap(
      String scenario, Set<Violation> missed, Set<Violation> falseAlarms) {
    CheckResult verdict = verdict(scenario, Outcome.KNOWN_GAP);
    Judgement judgement = verdict.judgement();
    return new CheckResult(
        verdict.checker(),
        scenario,
        verdict.observation(),
        new Judgement(
            judgement.outcome(),
            judgement.deviation(),
            judgement.expected(),
            judgement.actual(),
            judgement.explanation(),
            missed,
            falseAlarms));
  }
}
