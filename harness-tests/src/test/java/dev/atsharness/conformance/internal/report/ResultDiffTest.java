package dev.atsharness.conformance.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Results;
import dev.atsharness.conformance.internal.report.ResultDiff.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultDiffTest {

  private static ConformanceResult result(CheckResult... verdicts) {
    return Results.of(Results.scanner("scan", verdicts));
  }

  private static CheckResult verdict(String scenario, Outcome outcome) {
    return Results.verdict("scan", scenario, outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "AGREED, MISSED, REGRESSION",
    "KNOWN_GAP, FIXED_GAP, REGRESSION",
    "CANNOT_SEE, FALSE_ALARM, REGRESSION",
    "MISSED, AGREED, FIX",
    "MISSED, KNOWN_GAP, CHANGED",
    "MISSED, WRONG_REASON, CHANGED",
    "AGREED, KNOWN_GAP, CHANGED",
    "AGREED, UNSUPPORTED, REGRESSION",
    "AGREED, CANNOT_SEE, REGRESSION",
    "MISSED, UNSUPPORTED, REGRESSION",
    "MISSED, CANNOT_SEE, REGRESSION",
    "FALSE_ALARM, NO_CONTACT, REGRESSION",
    "UNSUPPORTED, AGREED, FIX",
    "CANNOT_SEE, UNSUPPORTED, REGRESSION",
    "UNSUPPORTED, CANNOT_SEE, CHANGED",
    "UNSUPPORTED, TIMEOUT, CHANGED",
  })
  void tellsWhatBecameOfAnOutcome(Outcome before, Outcome after, Kind kind) {
    ResultDiff diff =
        ResultDiff.between(result(verdict("a/x", before)), result(verdict("a/x", after)));

    assertThat(diff.changes()).extracting(ResultDiff.Change::kind).containsExactly(kind);
    assertThat(diff.regressed()).isEqualTo(kind == Kind.REGRESSION);
  }

  @Test
  void saysNothingOfWhatStayedAsItWas() {
    ConformanceResult same = result(verdict("a/x", Outcome.AGREED), verdict("a/y", Outcome.MISSED));

    assertThat(ResultDiff.between(same, same).changes()).isEmpty();
  }

  @Test
  void tellsNewAndGoneFromWorse() {
    ResultDiff diff =
        ResultDiff.between(
            result(
                verdict("a/no-longer", Outcome.AGREED),
                verdict("a/gone", Outcome.CANNOT_SEE),
                verdict("a/bad", Outcome.AGREED)),
            result(verdict("a/new", Outcome.MISSED), verdict("a/bad", Outcome.TIMEOUT)));

    assertThat(diff.changes())
        .extracting(change -> change.kind() + " " + change.scenario())
        .containsExactly("REGRESSION a/bad", "REGRESSION a/no-longer", "NEW a/new", "GONE a/gone");
    JsonNode json = JsonMapper.shared().readTree(diff.toJson());
    assertThat(json.at("/counts/regression").asInt()).isEqualTo(2);
    assertThat(json.at("/changes/0/before").asString()).isEqualTo("agreed");
    assertThat(json.at("/changes/0/after").asString()).isEqualTo("timeout");
    assertThat(json.at("/changes/1").has("after")).isFalse();
    assertThat(json.at("/changes/2").has("before")).isFalse();
  }
}
