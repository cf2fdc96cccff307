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
 * @param voided why its run means nothing, if it does not
 * @param took how long all its checks took together, several at a time
 * @param verdicts one per scenario, in the order checked
 */
public record CheckerResult(
    String checker,
    String version,
    Optional<String> profile,
    Optional<String> voided,
    Duration took,
    List<Verdict> verdicts) {

  public CheckerResult {
    verdicts = List.copyOf(verdicts);
  }

  public long count(Outcome outcome) {
    return verdicts.stream().filter(verdict -> verdict.outcome() == outcome).count();
  }

  /** Scenarios that count against the checker. */
  public List<Verdict> deviations() {
    return verdicts.stream().filter(Verdict::deviation).toList();
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
  public List<Verdict> notLookedAt() {
    return verdicts.stream().filter(Verdict::notLookedAt).toList();
  }

  /** Scenarios where it reported what is not there. */
  public long falseAlarms() {
    return count(Outcome.FALSE_ALARM);
  }
}
