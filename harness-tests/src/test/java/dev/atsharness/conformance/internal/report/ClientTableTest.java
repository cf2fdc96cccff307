package dev.atsharness.conformance.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Results;
import org.junit.jupiter.api.Test;

class ClientTableTest {

  @Test
  void countsEachOutcomeOnceAndExplainsTheDeviations() {
    assertThat(
            ClientTable.of(
                    Results.of(
                        Results.scanner(
                            "tls",
                            verdict("a/agreed", Outcome.AGREED),
                            verdict("a/known", Outcome.KNOWN_GAP),
                            verdict("a/accepted", Outcome.ACCEPTED),
                            verdict("a/reason", Outcome.WRONG_REASON),
                            verdict("a/refused", Outcome.REFUSED),
                            verdict("a/not-offered", Outcome.NOT_OFFERED),
                            verdict("a/away", Outcome.UNREACHABLE))))
                .lines())
        .startsWith("7 tests, 1970-01-01", "")
        .contains("| tls | 1.0 | 1 | 4 | 1 | 1 |")
        .contains("| tls | a/known | It is known-gap. |", "| tls | a/accepted | It is accepted. |");
  }

  private static CheckResult verdict(String scenario, Outcome outcome) {
    return Results.verdict("tls", scenario, outcome);
  }
}
