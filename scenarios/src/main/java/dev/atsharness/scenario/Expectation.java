package dev.atsharness.scenario;

import dev.atsharness.ats.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The hand-written ground truth of a scenario.
 *
 * @param violations the fault itself; a checker that does not report one of them has missed it
 * @param implied its true consequences, which a checker may report but need not
 * @param ats the verdict of a process that enforces ATS
 * @param fcp the verdict of a process that enforces FCP v2.1
 * @param causes why a system process that enforces and the server do not connect, apart from what a
 *     violation says: keys of the remedies, for example {@code cipher-suites}
 * @param clients the profiles whose behaviour does not follow from the lines above
 * @param duty what every client must do; empty if the protocol leaves it to the client
 */
public record Expectation(
    List<Violation> violations,
    List<Violation> implied,
    Verdict ats,
    Verdict fcp,
    List<String> causes,
    Map<String, ClientExpectation> clients,
    Optional<ClientDuty> duty) {

  /** A ground truth without causes, which leaves to clients what they do. */
  public Expectation(
      List<Violation> violations,
      List<Violation> implied,
      Verdict ats,
      Verdict fcp,
      Map<String, ClientExpectation> clients) {
    this(violations, implied, ats, fcp, List.of(), clients, Optional.empty());
  }

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
