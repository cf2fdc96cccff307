package dev.atsharness.conformance;

import dev.atsharness.ats.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The known limitations of a checker, each with its reason. A declaration that is no longer true is
 * reported as {@link Outcome#FIXED_GAP}.
 *
 * @param knowsRole whether the checker knows what the server is used for and to which hosts ATS
 *     does not apply; if not, it may report what is true about the connection to an exempt server
 * @param cannotSee the violations outside the checker's design, with the reason
 * @param cannotSeeRefusals why the checker cannot see that a device would be refused for a reason
 *     without a violation code; empty if it can
 * @param knownGaps the known deviations
 */
public record KnownLimitations(
    boolean knowsRole,
    Map<Violation, String> cannotSee,
    Optional<String> cannotSeeRefusals,
    List<KnownGap> knownGaps) {

  /** The limitations of a checker that claims to see everything. */
  public static final KnownLimitations NONE = new KnownLimitations(true, Map.of(), List.of());

  /**
   * A known deviation.
   *
   * @param scenario the scenario at which it occurs; empty for all
   * @param violation the code that is missed or wrongly reported; empty for any deviation of its
   *     kind at the scenario
   * @param reason why
   * @param issue the upstream bug report, if there is one
   * @param flaky whether it occurs only in some runs, so that its absence is not reported
   * @param noResult true if the checker gets no result or does not check the server; false if it
   *     checks the server and is wrong. Neither covers the other
   */
  public record KnownGap(
      Optional<String> scenario,
      Optional<Violation> violation,
      String reason,
      Optional<String> issue,
      boolean flaky,
      boolean noResult) {

    /** Creates a gap at a server that the checker does check. */
    public KnownGap(
        Optional<String> scenario,
        Optional<Violation> violation,
        String reason,
        Optional<String> issue,
        boolean flaky) {
      this(scenario, violation, reason, issue, flaky, false);
    }

    public KnownGap {
      if (scenario.isEmpty() && violation.isEmpty()) {
        throw new IllegalArgumentException(
            "a known gap names a scenario or a violation code: " + reason);
      }
    }

    public boolean concerns(String id) {
      return scenario.isEmpty() || scenario.get().equals(id);
    }
  }

  /** Creates the limitations of a checker that sees refusals without a code. */
  public KnownLimitations(
      boolean knowsRole, Map<Violation, String> cannotSee, List<KnownGap> knownGaps) {
    this(knowsRole, cannotSee, Optional.empty(), knownGaps);
  }

  public KnownLimitations {
    cannotSee = Map.copyOf(cannotSee);
    knownGaps = List.copyOf(knownGaps);
  }
}
