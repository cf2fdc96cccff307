package dev.atsharness.conformance;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A run of checkers against endpoints.
 *
 * <pre>{@code
 * try (Conformance run = new Conformance(checkers, targets, journal, Options.defaults(), Progress.NONE)) {
 *   ConformanceResult result = run.run();
 * }
 * }</pre>
 */
public final class Conformance implements AutoCloseable {

  /** The scenario that every checker must agree on before and after all others. */
  public static final String BASELINE = "baseline/tls13";

  /**
   * How long endpoints that stall on purpose do so in a harness started for a run alone: enough to
   * tell silence from an answer. A run has several stalls, and each for every checker.
   */
  public static final Duration STALL_TIME = Duration.ofMillis(500);

  private final Instant started;
  private final Clock clock;
  private final List<CheckedScenario> scenarios;
  private final List<CheckerRun> runs;

  /**
   * @param targets what to check; must hold {@link #BASELINE}
   * @throws IllegalArgumentException if there is no baseline, or no checker
   */
  public Conformance(
      List<Checker> checkers,
      List<Target> targets,
      ContactLog journal,
      Options options,
      Progress progress) {
    this(checkers, targets, journal, options, progress, Clock.systemUTC());
  }

  Conformance(
      List<Checker> checkers,
      List<Target> targets,
      ContactLog journal,
      Options options,
      Progress progress,
      Clock clock) {
    if (checkers.isEmpty()) {
      throw new IllegalArgumentException("no checker to run");
    }
    Target baseline =
        targets.stream()
            .filter(target -> target.scenario().equals(BASELINE))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the endpoints do not include "
                            + BASELINE
                            + ", without which a run means nothing; serve it too"));
    List<Target> others = targets.stream().filter(target -> !target.equals(baseline)).toList();
    this.clock = clock;
    this.started = clock.instant();
    this.scenarios =
        Stream.concat(Stream.of(baseline), others.stream())
            .map(target -> new CheckedScenario(target.scenario(), target.title()))
            .toList();
    this.runs =
        checkers.stream()
            .map(c -> new CheckerRun(c, baseline, others, journal, options, progress, clock))
            .toList();
  }

  /** One run per checker, in the order given. */
  public List<CheckerRun> runs() {
    return runs;
  }

  /** Runs what has not run yet, checker by checker. */
  public ConformanceResult run() throws InterruptedException {
    for (CheckerRun run : runs) {
      run.complete();
    }
    return result();
  }

  /** What there is so far. */
  public ConformanceResult result() {
    return new ConformanceResult(
        started, clock.instant(), scenarios, runs.stream().map(CheckerRun::result).toList());
  }

  /** Stops checks that are still going on. */
  @Override
  public void close() {
    runs.forEach(CheckerRun::close);
  }
}
