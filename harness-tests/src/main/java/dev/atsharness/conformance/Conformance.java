package dev.atsharness.conformance;

import dev.atsharness.conformance.internal.CheckerRun;
import dev.atsharness.conformance.internal.JournalView;
import dev.atsharness.conformance.internal.LocalJournal;
import dev.atsharness.conformance.internal.Progress;
import dev.atsharness.server.AtsHarness;
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
 * try (Conformance run = Conformance.of(harness, checkers, Options.defaults())) {
 *   ConformanceResult result = run.run();
 * }
 * }</pre>
 */
public final class Conformance implements AutoCloseable {

  /** The scenario that every checker must agree on before and after all others. */
  public static final String BASELINE = "baseline/tls13";

  /**
   * How long stalling endpoints stay silent in a harness that is started only for a run: long
   * enough to distinguish silence from an answer. A run has several such endpoints, and every
   * checker visits each of them.
   */
  public static final Duration STALL_TIME = Duration.ofMillis(500);

  private final Instant started;
  private final Clock clock;
  private final List<CheckedScenario> scenarios;
  private final List<CheckerRun> runs;

  /**
   * Creates a run of every checker on every endpoint of a harness in this JVM. It reads the
   * harness's journal to see whether a checker that found nothing has looked.
   *
   * @param harness must serve {@link #BASELINE}
   * @throws IllegalArgumentException if there is no baseline, or no checker
   */
  public static Conformance of(AtsHarness harness, List<Checker> checkers, Options options) {
    return new Conformance(
        checkers,
        CheckedEndpoint.of(harness.manifest()),
        new LocalJournal(harness),
        options,
        Progress.NONE);
  }

  /**
   * Creates a run of every checker on all endpoints.
   *
   * @param endpoints what to check; must contain {@link #BASELINE}
   * @throws IllegalArgumentException if there is no baseline, or no checker
   */
  public Conformance(
      List<Checker> checkers,
      List<CheckedEndpoint> endpoints,
      JournalView journal,
      Options options,
      Progress progress) {
    this(all(checkers, endpoints), journal, options, progress);
  }

  /**
   * Creates a run with separate endpoints for each checker.
   *
   * @param plan the endpoints for each checker, in the order of the run; all must contain {@link
   *     #BASELINE}
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
   * Returns the result of a run that stops before its first check result: its checkers are void.
   *
   * @param plan the endpoints that each checker had to check
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
    List<CheckedEndpoint> endpoints =
        plan.values().stream().flatMap(List::stream).distinct().toList();
    CheckedEndpoint baseline = baseline(endpoints);
    return Stream.concat(Stream.of(baseline), endpoints.stream().filter(t -> !t.equals(baseline)))
        .map(CheckedScenario::of)
        .toList();
  }

  private static Map<Checker, List<CheckedEndpoint>> all(
      List<Checker> checkers, List<CheckedEndpoint> endpoints) {
    Map<Checker, List<CheckedEndpoint>> plan = new LinkedHashMap<>();
    checkers.forEach(checker -> plan.put(checker, endpoints));
    return plan;
  }

  private static CheckedEndpoint baseline(List<CheckedEndpoint> endpoints) {
    return endpoints.stream()
        .filter(endpoint -> endpoint.scenario().equals(BASELINE))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the endpoints do not include "
                        + BASELINE
                        + ", without which a run is void; serve it too"));
  }

  /** The runs of the checkers, in the given order. */
  public List<CheckerRun> runs() {
    return runs;
  }

  /** Makes the checks that have not been made yet, checker by checker. */
  public ConformanceResult run() throws InterruptedException {
    for (CheckerRun run : runs) {
      run.complete();
    }
    return result();
  }

  /** The result so far. */
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

  /** Stops running checks. */
  @Override
  public void close() {
    runs.forEach(CheckerRun::close);
  }
}
