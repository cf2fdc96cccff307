package dev.atsharness.conformance;

import dev.atsharness.conformance.internal.Grounds;
import dev.atsharness.conformance.internal.ObservationFile;
import dev.atsharness.conformance.internal.ResultJson;
import dev.atsharness.conformance.internal.Shard;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of a run.
 *
 * @param started when it began
 * @param ended when it ended
 * @param shard which part of a run this is, if it was split
 * @param allowed the outcomes for unchecked servers that were allowed: {@link Outcome#UNSUPPORTED}
 *     and {@link Outcome#UNREACHABLE}
 * @param sampleOf the number of scenarios of which this run checked only some; empty if it checked
 *     all of them
 * @param scenarios the scenarios that were checked, the baseline first
 * @param checkers one result per checker
 */
public record ConformanceResult(
    Instant started,
    Instant ended,
    Optional<Shard> shard,
    Set<Outcome> allowed,
    Optional<Integer> sampleOf,
    List<CheckedScenario> scenarios,
    List<CheckerResult> checkers) {

  /** The version of the JSON form. */
  public static final int VERSION = 1;

  public ConformanceResult {
    allowed = Set.copyOf(allowed);
    scenarios = List.copyOf(scenarios);
    checkers = List.copyOf(checkers);
  }

  /** Creates the result of a run on all selected scenarios that was not split. */
  public ConformanceResult(
      Instant started,
      Instant ended,
      List<CheckedScenario> scenarios,
      List<CheckerResult> checkers) {
    this(started, ended, Optional.empty(), Set.of(), Optional.empty(), scenarios, checkers);
  }

  /** Returns a copy that is this part of a run, if one is given. */
  public ConformanceResult withShard(Optional<Shard> part) {
    return new ConformanceResult(started, ended, part, allowed, sampleOf, scenarios, checkers);
  }

  /** Returns a copy with these outcomes allowed. */
  public ConformanceResult allowing(Set<Outcome> outcomes) {
    return new ConformanceResult(started, ended, shard, outcomes, sampleOf, scenarios, checkers);
  }

  /** Returns a copy that checked a sample of this number of scenarios, if one is given. */
  public ConformanceResult withSampleOf(Optional<Integer> all) {
    return new ConformanceResult(started, ended, shard, allowed, all, scenarios, checkers);
  }

  /** Returns a copy with these checkers' results. */
  public ConformanceResult withCheckers(List<CheckerResult> others) {
    return new ConformanceResult(started, ended, shard, allowed, sampleOf, scenarios, others);
  }

  /** True if a baseline failed; the result then says nothing about the checker. */
  public boolean isVoid() {
    return checkers.stream().anyMatch(checker -> checker.voided().isPresent());
  }

  /** True if a checker whose run is valid has a deviation. */
  public boolean deviates() {
    return checkers.stream()
        .filter(checker -> checker.voided().isEmpty())
        .anyMatch(checker -> !checker.deviations().isEmpty());
  }

  /**
   * True if something is unknown: a run is void, a run or a scenario has no check result, or a
   * server was not checked and this is neither declared nor allowed.
   */
  public boolean leavesOpen() {
    return checkers.isEmpty()
        || isVoid()
        || checkers.stream().anyMatch(checker -> checker.verdicts().isEmpty() || !checker.judged())
        || checkers.stream().anyMatch(checker -> !unjudged(checker).isEmpty())
        || Stream.of(Outcome.UNSUPPORTED, Outcome.UNREACHABLE)
            .filter(outcome -> !allowed.contains(outcome))
            .anyMatch(outcome -> checkers.stream().anyMatch(c -> c.count(outcome) > 0));
  }

  /**
   * Returns the ids of the scenarios that this checker had to check and for which it has no result.
   * Empty if its run is void, because then no result counts.
   */
  public List<String> unjudged(CheckerResult checker) {
    if (checker.voided().isPresent()) {
      return List.of();
    }
    Set<String> judged =
        checker.verdicts().stream().map(CheckResult::scenario).collect(Collectors.toSet());
    return scope(checker).stream().filter(id -> !judged.contains(id)).toList();
  }

  /** Returns the ids of the scenarios that this checker had to check. */
  public List<String> scope(CheckerResult checker) {
    return checker.scope().orElseGet(() -> scenarios.stream().map(CheckedScenario::id).toList());
  }

  /** Returns a checked scenario; one without known properties if it was not checked. */
  public CheckedScenario scenario(String id) {
    return scenarios.stream()
        .filter(checked -> checked.id().equals(id))
        .findFirst()
        .orElseGet(() -> new CheckedScenario(id, ""));
  }

  /** Returns the number of servers that could not be checked because they were unreachable. */
  public long unreachable() {
    return checkers.stream().mapToLong(checker -> checker.count(Outcome.UNREACHABLE)).sum();
  }

  /** Returns what is wrong with a checked scenario; empty if it was not checked. */
  public String title(String scenario) {
    return scenario(scenario).title();
  }

  /** Returns the basis of the ground truth of a checked scenario, as far as it is known. */
  public Grounds grounds(String scenario) {
    return scenario(scenario).grounds();
  }

  /** Returns the JSON form, which {@code scenarios/schema/result.schema.json} describes. */
  public String toJson() {
    return ResultJson.write(this);
  }

  /**
   * Reads the JSON form, or the content of an {@link ObservationFile}.
   *
   * @throws IllegalArgumentException if it is not a result of version {@value #VERSION}; the
   *     message says what is wrong
   */
  public static ConformanceResult parse(String json) {
    return ResultJson.read(json);
  }
}
