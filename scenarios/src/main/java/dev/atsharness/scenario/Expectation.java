package dev.atsharness.scenario;

import dev.atsharness.ats.Violation;
import java.util.List;
import java.util.Map;

/**
 * The hand-written ground truth of a scenario.
 *
 * @param violations the fault itself: a checker that omits one has missed it
 * @param implied its true consequences: neither required of a checker nor held against it
 * @param ats what a process that enforces ATS makes of the server
 * @param fcp what a process that enforces FCP v2.1 makes of it
 * @param clients the profiles whose behaviour cannot be read off the lines above
 */
public record Expectation(
    List<Violation> violations,
    List<Violation> implied,
    Verdict ats,
    Verdict fcp,
    Map<String, ClientExpectation> clients) {

  /** Whether an enforcing client would accept the server. */
  public enum Verdict {
    PASS,
    FAIL,
    /** Apple does not apply the requirement to this role. */
    EXEMPT,
    /** The connection breaks for reasons that say nothing about the requirement. */
    INCONCLUSIVE;

    /** The name in scenario files. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
