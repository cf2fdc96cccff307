package dev.atsharness.conformance;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
   * Every checker against all targets.
   *
   * @param targets what to check; must hold {@link #BASELINE}
   * @throws IllegalArgumentException if there is no baseline, or no checker
   */
  public Conformance(
      List<Checker> checkers,
      List<CheckedEndpoint> targets,
      JournalView journal,
      Options options,
      Progress progress) {
    this(all(checkers, targets), journal, options, progress);
  }

  /**
   * Each checker against targets of its own.
   *
   * @param plan what to check with each, in the order of the run; all must hold {@link #BASELINE}
   * @throws IllegalArgumentException if there is no baseline, or no checker
   */
  public Conformance(
      Map<Checker, List<CheckedEndpoint>> plan,
      JournalView journal,
      Options options,
      Progress progress) {
    if (plan.isEmpty()) {
      throw new IllegalArgumentException("no checker to run");
    }
    this.clock = Clock.systemUTC();
    this.started = clock.instant();
    this.runs =
        plan.entrySet().stream()
            .map(
                own -> {
                  CheckedEndpoint baseline = baseline(own.getValue());
                  List<CheckedEndpoint> others =
                      own.getValue().stream().filter(t -> !t.equals(baseline)).toList();
                  return new CheckerRun(
                      own.getKey(), baseline, others, journal, options, progress, clock);
                })
            .toList();
    this.scenarios = scenarios(plan);
  }

  /**
   * What a run comes to that breaks off before its first verdict: its checkers are void.
   *
   * @param plan what it was to check with each
   * @throws IllegalArgumentException if there is no baseline
   */
  public static ConformanceResult unfinished(Map<Checker, List<CheckedEndpoint>> plan) {
    Instant now = Clock.systemUTC().instant();
    return new ConformanceResult(
        now,
        now,
        scenarios(plan),
        plan.keySet().stream()
            .map(
                checker ->
                    new CheckerResult(
                        checker.name(),
                        checker.version(),
                        checker.profile(),
                        Optional.of("the run did not end"),
                        Duration.ZERO,
                        List.of()))
            .toList());
  }

  private static List<CheckedScenario> scenarios(Map<Checker, List<CheckedEndpoint>> plan) {
    List<CheckedEndpoint> targets =
        plan.values().stream().flatMap(List::stream).distinct().toList();
    CheckedEndpoint baseline = baseline(targets);
    return Stream.concat(Stream.of(baseline), targets.stream().filter(t -> !t.equals(baseline)))
        .map(CheckedScenario::of)
        .toList();
  }

  private static Map<Checker, List<CheckedEndpoint>> all(
      List<Checker> checkers, List<CheckedEndpoint> targets) {
    Map<Checker, List<CheckedEndpoint>> plan = new LinkedHashMap<>();
    checkers.forEach(checker -> plan.put(checker, targets));
    return plan;
  }

  private static CheckedEndpoint baseline(List<CheckedEndpoint> targets) {
    return targets.stream()
        .filter(target -> target.scenario().equals(BASELINE))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the endpoints do not include "
                        + BASELINE
                        + ", without which a run means nothing; serve it too"));
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
    Set<String> all =
        scenarios.stream().map(CheckedScenario::id).collect(Collectors.toUnmodifiableSet());
    return new ConformanceResult(
        started,
        clock.instant(),
        scenarios,
        runs.stream()
            .map(
                run ->
                    run.scope().containsAll(all) ? run.result() : run.result().within(run.scope()))
            .toList());
  }

  /** Stops checks that are still going on. */
  @Override
  public void close() {
    runs.forEach(CheckerRun::close);
  }
}
