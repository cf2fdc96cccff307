package dev.atsharness.conformance;

import dev.atsharness.ats.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a checker is known not to do, each with its reason. A declaration that stops being true is
 * reported as {@link Outcome#FIXED_GAP}.
 *
 * @param knowsRole whether the checker knows what the server is used for, and to which hosts ATS
 *     does not apply; one that does not is not blamed for reporting what is true of an exempt
 *     server's wire
 * @param cannotSee violations outside the checker's design, with the reason
 * @param cannotSeeRefusals why the checker cannot see that a device would be refused for a reason
 *     without a violation code; empty if it can
 * @param knownGaps deviations that are known
 */
public record KnownLimitations(
    boolean knowsRole,
    Map<Violation, String> cannotSee,
    Optional<String> cannotSeeRefusals,
    List<KnownGap> knownGaps) {

  /** A checker that claims to see everything. */
  public static final KnownLimitations NONE = new KnownLimitations(true, Map.of(), List.of());

  /**
   * A deviation that is known.
   *
   * @param scenario the scenario it shows at; empty for all
   * @param violation the code that is missed or wrongly reported; empty for any deviation of its
   *     kind at the scenario
   * @param reason why
   * @param issue where it is reported upstream, if it is
   * @param flaky whether it shows in some runs only, so that its absence is no news
   * @param noResult whether it is that the checker comes to no result there, or does not look; else
   *     it is that the checker looks and is wrong. Neither covers the other
   */
  public record KnownGap(
      Optional<String> scenario,
      Optional<Violation> violation,
      String reason,
      Optional<String> issue,
      boolean flaky,
      boolean noResult) {

    /** One of a server that the checker looks at. */
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

    boolean concerns(String id) {
      return scenario.isEmpty() || scenario.get().equals(id);
    }
  }

  /** Those of a checker that sees refusals without a code. */
  public KnownLimitations(
      boolean knowsRole, Map<Violation, String> cannotSee, List<KnownGap> knownGaps) {
    this(knowsRole, cannotSee, Optional.empty(), knownGaps);
  }

  public KnownLimitations {
    cannotSee = Map.copyOf(cannotSee);
    knownGaps = List.copyOf(knownGaps);
  }
}
