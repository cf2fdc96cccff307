package dev.atsharness.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.conformance.CheckedScenario;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Results;
import dev.atsharness.conformance.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultMergeTest {

  private static final String BASELINE = "baseline/tls13";

  private static ConformanceResult part(Outcome baseline, String scenario) {
    return Results.of(
        Results.scanner(
            "scan",
            Results.verdict("scan", BASELINE, baseline),
            Results.verdict("scan", scenario, Outcome.AGREED)));
  }

  @Test
  void putsTheScenariosOfAllPartsTogether() {
    ConformanceResult whole =
        ResultMerge.of(List.of(part(Outcome.AGREED, "a/x"), part(Outcome.MISSED, "a/y")));

    CheckerResult checker = whole.checkers().get(0);
    assertThat(whole.scenarios())
        .extracting(CheckedScenario::id)
        .containsExactly(BASELINE, "a/x", "a/y");
    assertThat(checker.verdicts())
        .extracting(Verdict::scenario)
        .containsExactly(BASELINE, "a/x", "a/y");
    assertThat(checker.deviations()).extracting(Verdict::scenario).containsExactly(BASELINE);
    assertThat(checker.took()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void leavesOnePartAsItIs() {
    ConformanceResult only = part(Outcome.AGREED, "a/x");

    assertThat(ResultMerge.of(List.of(only))).isEqualTo(only);
  }

  @Test
  void refusesPartsOfDifferentRuns() {
    ConformanceResult other =
        Results.of(
            new CheckerResult(
                "scan", "2.0", Optional.empty(), Optional.empty(), Duration.ZERO, List.of()));

    assertThatThrownBy(() -> ResultMerge.of(List.of(part(Outcome.AGREED, "a/x"), other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scan is version '1.0' in one file and '2.0' in another");
  }
}
