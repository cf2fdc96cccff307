package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.internal.Judgement;
import dev.atsharness.conformance.internal.Observation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveProgressTest {

  private static final Map<String, Integer> CHECKS = Map.of("testssl", 5, "nmap", 5);

  private final StringWriter written = new StringWriter();
  private final AtomicLong now = new AtomicLong();

  private LiveProgress progress(boolean interactive) {
    return new LiveProgress(
        new Terminal(new PrintWriter(written), false, interactive), CHECKS, now::get);
  }

  @Test
  void awayFromATerminalSaysHowFarItIsEveryTenSeconds() {
    LiveProgress progress = progress(false);
    judged(progress, "testssl", "a/one", Outcome.AGREED, 9);
    judged(progress, "testssl", "a/two", Outcome.AGREED, 1);
    judged(progress, "testssl", "a/three", Outcome.AGREED, 9);
    judged(progress, "testssl", "a/four", Outcome.CANNOT_SEE, 9);

    assertThat(written.toString().lines())
        .containsExactly(
            "2/5 testssl, 0 deviations; then 1 more checker",
            "4/5 testssl, 0 deviations, about 7.0 s left; then 1 more checker");
  }

  @Test
  void awayFromATerminalNamesEachDeviationAtOnce() {
    judged(progress(false), "testssl", "a/one", Outcome.MISSED, 1);

    assertThat(written.toString().lines()).containsExactly("1/5 testssl a/one: missed");
  }

  @Test
  void onATerminalOverwritesOneLine() {
    LiveProgress progress = progress(true);
    judged(progress, "testssl", "a/one", Outcome.MISSED, 40);
    judged(progress, "nmap", "a/one", Outcome.AGREED, 10);
    judged(progress, "nmap", "a/two", Outcome.AGREED, 40);
    judged(progress, "nmap", "a/three", Outcome.AGREED, 70);

    assertThat(written.toString().split("\r\u001b\\[K"))
        .startsWith(
            "", "0/5 testssl, 0 deviations; then 1 more checker",
            "1/5 testssl, 1 deviation; then 1 more checker", "0/5 nmap, 1 deviation")
        .endsWith("3/5 nmap, 1 deviation, about 1 min 20 s left");
    assertThat(written.toString()).doesNotContain("\n");
  }

  private void judged(
      LiveProgress progress, String checker, String scenario, Outcome outcome, long seconds) {
    progress.started(checker, scenario);
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    progress.judged(
        new CheckResult(
            checker,
            scenario,
            new Observation(
                CheckerOutput.finished(List.of()), Optional.empty(), Instant.EPOCH, Duration.ZERO),
            new Judgement(outcome, outcome.deviation(), "", "", "", Set.of(), Set.of())));
  }
}
