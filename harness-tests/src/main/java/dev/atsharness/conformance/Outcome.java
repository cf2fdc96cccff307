package dev.atsharness.conformance;

import java.util.Arrays;
import java.util.Locale;

/** What became of one checker at one endpoint. */
public enum Outcome {
  /** It reported what is true, and nothing else. */
  AGREED(false),
  /** It did not report the fault. */
  MISSED(true),
  /** It reported something that is not there. */
  FALSE_ALARM(true),
  /** It objected, but not to the fault. */
  WRONG_REASON(true),
  /** It deviates in a way that is known and written down. */
  KNOWN_GAP(false),
  /** A written-down gap is gone: the entry must be removed. */
  FIXED_GAP(true),
  /** The fault is of a kind that the checker declares it cannot see. */
  CANNOT_SEE(false),
  /** It found nothing and the server never saw it. */
  NO_CONTACT(true),
  /** No verdict can be drawn; as expected only where the scenario itself is inconclusive. */
  INCONCLUSIVE(false),
  /** It did not end in time and was stopped. */
  TIMEOUT(true);

  private final boolean deviation;

  Outcome(boolean deviation) {
    this.deviation = deviation;
  }

  /** Whether the outcome by itself is a deviation from the ground truth. */
  public boolean deviation() {
    return deviation;
  }

  /** The name in reports, for example {@code false-alarm}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The outcome with this name in reports.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Outcome ofCode(String code) {
    return Arrays.stream(values())
        .filter(outcome -> outcome.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no outcome '" + code + "'"));
  }

  @Override
  public String toString() {
    return code();
  }
}
