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
 * @param scope ids of the scenarios that it was to be checked at; empty if these are all of the run
 * @param voided why its run means nothing, if it does not
 * @param took how long all its checks took together, several at a time
 * @param verdicts one per scenario, in the order checked
 */
public record CheckerResult(
    String checker,
    String version,
    Optional<String> profile,
    Optional<List<String>> scope,
    Optional<String> voided,
    Duration took,
    List<CheckResult> verdicts) {

  /** That of a checker that was to be checked at all scenarios of the run. */
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

  /** The same, of a checker that was to be checked at these scenarios alone. */
  public CheckerResult within(List<String> ids) {
    return new CheckerResult(checker, version, profile, Optional.of(ids), voided, took, verdicts);
  }

  /** The same, with other verdicts. */
  public CheckerResult withVerdicts(List<CheckResult> others) {
    return new CheckerResult(checker, version, profile, scope, voided, took, others);
  }

  public long count(Outcome outcome) {
    return verdicts.stream().filter(verdict -> verdict.outcome() == outcome).count();
  }

  /** Scenarios that count against the checker. */
  public List<CheckResult> deviations() {
    return verdicts.stream().filter(CheckResult::deviation).toList();
  }

  /**
   * Scenarios whose fault a scanner did not report, wrong reasons and false alarms beside it
   * included; for a device, which does one thing at a time, those it passed over.
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

  /** Scenarios whose server it did not look at, whether or not that is declared. */
  public List<CheckResult> notLookedAt() {
    return verdicts.stream().filter(CheckResult::notLookedAt).toList();
  }

  /** Scenarios where it reported what is not there. */
  public long falseAlarms() {
    return count(Outcome.FALSE_ALARM);
  }
}
