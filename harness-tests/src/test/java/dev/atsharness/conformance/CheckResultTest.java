package dev.atsharness.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.internal.Judge;
import dev.atsharness.conformance.internal.Judgement;
import dev.atsharness.conformance.internal.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckResultTest {

  private static final CheckedEndpoint TARGET = CheckedEndpoints.clean("baseline/tls13");

  @Test
  void tellsTheNoteOfACheckThatCameToAResult() {
    assertThat(details(CheckerOutput.finished(List.of()).withNote("it left 1 process behind")))
        .containsExactly(
            "expected: nothing", "actual:   nothing", "note:     it left 1 process behind");
    assertThat(details(CheckerOutput.finished(List.of()))).hasSize(2);
  }

  @Test
  void tellsAnyOtherNoteOnce() {
    assertThat(details(CheckerOutput.inconclusive("no route")))
        .containsExactly("expected: nothing", "actual:   no result: no route");
  }

  private static List<String> details(CheckerOutput report) {
    Observation seen = new Observation(report, Optional.empty(), Instant.EPOCH, Duration.ZERO);
    Judgement judgement = Judge.judge(TARGET, Optional.empty(), KnownLimitations.NONE, seen);
    return new CheckResult("checker", TARGET.scenario(), seen, judgement).details();
  }
}
