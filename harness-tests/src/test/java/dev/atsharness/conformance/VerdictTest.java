package dev.atsharness.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static final Target TARGET = Targets.clean("baseline/tls13");

  @Test
  void tellsTheNoteOfACheckThatCameToAResult() {
    assertThat(details(Report.finished(List.of()).withNote("it left 1 process behind")))
        .containsExactly(
            "expected: nothing", "actual:   nothing", "note:     it left 1 process behind");
    assertThat(details(Report.finished(List.of()))).hasSize(2);
  }

  @Test
  void tellsAnyOtherNoteOnce() {
    assertThat(details(Report.inconclusive("no route")))
        .containsExactly("expected: nothing", "actual:   no result: no route");
  }

  private static List<String> details(Report report) {
    Observation seen = new Observation(report, Optional.empty(), Instant.EPOCH, Duration.ZERO);
    Judgement judgement = Judge.judge(TARGET, Optional.empty(), Limits.NONE, seen);
    return new Verdict("checker", TARGET.scenario(), seen, judgement).details();
  }
}
