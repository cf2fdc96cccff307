package dev.atsharness.conformance;

import java.time.Instant;
import java.util.List;

/**
 * What came out of a run.
 *
 * @param started when it began
 * @param ended when it was over
 * @param checkers one result per checker
 */
public record ConformanceResult(Instant started, Instant ended, List<CheckerResult> checkers) {

  /** Whether a baseline failed: then this is no verdict on the checker. */
  public boolean isVoid() {
    return checkers.stream().anyMatch(checker -> checker.voided().isPresent());
  }

  /** Whether anything counts against a checker. */
  public boolean deviates() {
    return checkers.stream().anyMatch(checker -> !checker.deviations().isEmpty());
  }

  /** The result as JSON, see {@link ResultJson}. */
  public String toJson() {
    return ResultJson.write(this);
  }
}
