package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveProgressTest {

  private final StringWriter written = new StringWriter();
  private final AtomicLong now = new AtomicLong();
  private final LiveProgress progress =
      new LiveProgress(new Terminal(new PrintWriter(written), false, false), 5, now::get);

  @Test
  void awayFromATerminalSaysHowFarItIsEveryTenSeconds() {
    judged("a/one", Outcome.AGREED, 9);
    judged("a/two", Outcome.AGREED, 1);
    judged("a/three", Outcome.AGREED, 9);
    judged("a/four", Outcome.CANNOT_SEE, 9);

    assertThat(written.toString().lines())
        .containsExactly("2/5 testssl a/two: agreed", "4/5 testssl a/four: cannot-see");
  }

  @Test
  void awayFromATerminalNamesEachDeviationAtOnce() {
    judged("a/one", Outcome.MISSED, 1);

    assertThat(written.toString().lines()).containsExactly("1/5 testssl a/one: missed");
  }

  private void judged(String scenario, Outcome outcome, long secondsLater) {
    now.addAndGet(Duration.ofSeconds(secondsLater).toNanos());
    progress.judged(
        new Verdict(
            "testssl",
            scenario,
            new Observation(
                Report.finished(List.of()), Optional.empty(), Instant.EPOCH, Duration.ZERO),
            new Judgement(outcome, outcome.deviation(), "", "", "", Set.of(), Set.of())));
  }
}
