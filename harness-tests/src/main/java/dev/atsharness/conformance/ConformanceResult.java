package dev.atsharness.conformance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came out of a run.
 *
 * @param started when it began
 * @param ended when it was over
 * @param shard which part of a run this is, if it was split
 * @param allowed outcomes that say of a server that it was not looked at, and that were allowed:
 *     {@link Outcome#UNSUPPORTED} and {@link Outcome#UNREACHABLE}
 * @param scenarios what was checked, the baseline first
 * @param checkers one result per checker
 */
public record ConformanceResult(
    Instant started,
    Instant ended,
    Optional<Shard> shard,
    Set<Outcome> allowed,
    List<CheckedScenario> scenarios,
    List<CheckerResult> checkers) {

  /** Version of the JSON form. */
  public static final int VERSION = 1;

  public ConformanceResult {
    allowed = Set.copyOf(allowed);
    scenarios = List.copyOf(scenarios);
    checkers = List.copyOf(checkers);
  }

  /** What came out of a run that was not split. */
  public ConformanceResult(
      Instant started,
      Instant ended,
      List<CheckedScenario> scenarios,
      List<CheckerResult> checkers) {
    this(started, ended, Optional.empty(), Set.of(), scenarios, checkers);
  }

  /** The same, as a part of a run if there is one given. */
  public ConformanceResult withShard(Optional<Shard> part) {
    return new ConformanceResult(started, ended, part, allowed, scenarios, checkers);
  }

  /** The same, with these outcomes allowed. */
  public ConformanceResult allowing(Set<Outcome> outcomes) {
    return new ConformanceResult(started, ended, shard, outcomes, scenarios, checkers);
  }

  /** The same, of these checkers' results. */
  public ConformanceResult withCheckers(List<CheckerResult> others) {
    return new ConformanceResult(started, ended, shard, allowed, scenarios, others);
  }

  /** Whether a baseline failed: then this is no verdict on the checker. */
  public boolean isVoid() {
    return checkers.stream().anyMatch(checker -> checker.voided().isPresent());
  }

  /** Whether anything counts against a checker whose run is not void. */
  public boolean deviates() {
    return checkers.stream()
        .filter(checker -> checker.voided().isEmpty())
        .anyMatch(checker -> !checker.deviations().isEmpty());
  }

  /**
   * Whether something cannot be told: a run is void or came to no verdict, or to none on some
   * scenario, or a server was not looked at and nothing says that this is known or allowed.
   */
  public boolean leavesOpen() {
    return checkers.isEmpty()
        || isVoid()
        || checkers.stream().anyMatch(checker -> checker.verdicts().isEmpty())
        || checkers.stream().anyMatch(checker -> !unjudged(checker).isEmpty())
        || Stream.of(Outcome.UNSUPPORTED, Outcome.UNREACHABLE)
            .filter(outcome -> !allowed.contains(outcome))
            .anyMatch(outcome -> checkers.stream().anyMatch(c -> c.count(outcome) > 0));
  }

  /**
   * Ids of the scenarios that one of the checkers was to be checked at and has no verdict on; none
   * if its run is void, which says so much of all.
   */
  public List<String> unjudged(CheckerResult checker) {
    if (checker.voided().isPresent()) {
      return List.of();
    }
    Set<String> judged =
        checker.verdicts().stream().map(CheckResult::scenario).collect(Collectors.toSet());
    return scope(checker).stream().filter(id -> !judged.contains(id)).toList();
  }

  /** Ids of the scenarios that one of the checkers was to be checked at. */
  public List<String> scope(CheckerResult checker) {
    return checker.scope().orElseGet(() -> scenarios.stream().map(CheckedScenario::id).toList());
  }

  /** A scenario that was checked; one of which nothing is known if this one was not. */
  public CheckedScenario scenario(String id) {
    return scenarios.stream()
        .filter(checked -> checked.id().equals(id))
        .findFirst()
        .orElseGet(() -> new CheckedScenario(id, ""));
  }

  /** At how many servers nothing could be looked at, since they could not be reached. */
  public long unreachable() {
    return checkers.stream().mapToLong(checker -> checker.count(Outcome.UNREACHABLE)).sum();
  }

  /** What is wrong with a scenario that was checked; empty if this one was not. */
  public String title(String scenario) {
    return scenario(scenario).title();
  }

  /** What the ground truth of a scenario that was checked rests on, as far as it is known. */
  public Grounds grounds(String scenario) {
    return scenario(scenario).grounds();
  }

  /** The JSON form, which {@code scenarios/schema/result.schema.json} describes. */
  public String toJson() {
    return ResultJson.write(this);
  }

  /**
   * Reads the JSON form, or what an {@link ObservationFile} holds.
   *
   * @throws IllegalArgumentException if it is no result of version {@value #VERSION}; the message
   *     says what is wrong
   */
  public static ConformanceResult parse(String json) {
    return ResultJson.read(json);
  }
}
