package dev.atsharness.conformance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One checker's part of a run.
 *
 * @param checker its name
 * @param version its version
 * @param profile the client profile of a device
 * @param scope ids of the scenarios that it had to check; empty if these are all scenarios of the
 *     run
 * @param voided why its run is void; empty if it is valid
 * @param took the total duration of its checks, of which several run in parallel
 * @param verdicts one check result per scenario, in the order checked
 */
public record CheckerResult(
    String checker,
    String version,
    Optional<String> profile,
    Optional<List<String>> scope,
    Optional<String> voided,
    Duration took,
    List<CheckResult> verdicts) {

  /** Creates the result of a checker that had to check all scenarios of the run. */
  public CheckerResult(
      String checker,
      String version,
      Optional<String> profile,
      Optional<String> voided,
      Duration took,
      List<CheckResult> verdicts) {
    this(checker, version, profile, Optional.empty(), voided, took, verdicts);
  }

  public CheckerResult {
    scope = scope.map(List::copyOf);
    verdicts = List.copyOf(verdicts);
  }

  /** Returns a copy for a checker that had to check only these scenarios. */
  public CheckerResult within(List<String> ids) {
    return new CheckerResult(checker, version, profile, Optional.of(ids), voided, took, verdicts);
  }

  /** Returns a copy with other check results. */
  public CheckerResult withVerdicts(List<CheckResult> others) {
    return new CheckerResult(checker, version, profile, scope, voided, took, others);
  }

  /**
   * The check of the baseline for which the run is void; empty if it is not, or for another reason.
   */
  public Optional<CheckResult> failedBaseline() {
    return voided.flatMap(
        reason ->
            verdicts.stream()
                .filter(verdict -> verdict.scenario().equals(Conformance.BASELINE))
                .filter(verdict -> verdict.outcome() != Outcome.AGREED)
                .findFirst());
  }

  /** Returns a copy whose run is void for this reason. */
  public CheckerResult withVoided(String reason) {
    return new CheckerResult(checker, version, profile, scope, Optional.of(reason), took, verdicts);
  }

  public long count(Outcome outcome) {
    return verdicts.stream().filter(verdict -> verdict.outcome() == outcome).count();
  }

  /** The check results that count against the checker. */
  public List<CheckResult> deviations() {
    return verdicts.stream().filter(CheckResult::deviation).toList();
  }

  /**
   * The number of scenarios whose fault a scanner did not report, including those with a wrong
   * reason or a false alarm instead. For a device, which has only one outcome per scenario, the
   * number of missed ones.
   */
  public long missed() {
    return deviations().stream()
        .filter(v -> v.outcome() != Outcome.UNSUPPORTED)
        .filter(
            v ->
                v.outcome() == Outcome.MISSED
                    || (profile.isEmpty() && !v.judgement().missed().isEmpty()))
        .count();
  }

  /** The check results of servers that it did not check, even if this is declared. */
  public List<CheckResult> notLookedAt() {
    return verdicts.stream().filter(CheckResult::notLookedAt).toList();
  }

  /**
   * Whether a test was judged: false for a client on trial that offers nothing that a test needs.
   */
  public boolean judged() {
    return verdicts.stream().noneMatch(v -> v.outcome() == Outcome.NOT_OFFERED)
        || verdicts.stream()
            .filter(v -> !v.scenario().equals(Conformance.BASELINE))
            .anyMatch(v -> v.outcome() != Outcome.NOT_OFFERED);
  }

  /** The number of scenarios at which it reported a violation that is not there. */
  public long falseAlarms() {
    return count(Outcome.FALSE_ALARM);
  }
}
