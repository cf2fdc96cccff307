package dev.atsharness.conformance;

import java.util.Arrays;
import java.util.Locale;

/** What became of one checker at one endpoint. */
public enum Outcome {
  AGREED(false, "It reported what is true, and nothing else."),
  MISSED(true, "It did not report the fault."),
  FALSE_ALARM(true, "It reported something that is not there."),
  WRONG_REASON(true, "It objected, but not to the fault."),
  KNOWN_GAP(false, "It deviates in a way that is known and written down."),
  FIXED_GAP(true, "A written-down gap is gone: the entry must be removed."),
  CANNOT_SEE(false, "The fault is of a kind that it declares it cannot see."),
  NO_CONTACT(true, "It found nothing, and by the server's journal it did not look."),
  /** By itself a deviation only at a server with a fault. */
  UNSUPPORTED(true, "It did not look at the server, and nothing says that this is known."),
  /** As expected only where the scenario itself is inconclusive. */
  INCONCLUSIVE(false, "No verdict can be drawn."),
  TIMEOUT(true, "It did not end in time and was stopped."),
  /** Says nothing about the checker, which was not run there. */
  UNREACHABLE(false, "Cannot tell: the server's port is not reachable from here.");

  private final boolean deviation;
  private final String meaning;

  Outcome(boolean deviation, String meaning) {
    this.deviation = deviation;
    this.meaning = meaning;
  }

  /** Whether the outcome by itself is a deviation from the ground truth. */
  public boolean deviation() {
    return deviation;
  }

  /** Whether it says that the checker came to no result at the server, or did not look at it. */
  public boolean noResult() {
    return switch (this) {
      case NO_CONTACT, UNSUPPORTED, INCONCLUSIVE, TIMEOUT, UNREACHABLE -> true;
      case AGREED, MISSED, FALSE_ALARM, WRONG_REASON, KNOWN_GAP, FIXED_GAP, CANNOT_SEE -> false;
    };
  }

  /** What it says of the checker, as a sentence. */
  public String meaning() {
    return meaning;
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
