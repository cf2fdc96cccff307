package dev.atsharness.conformance;

import java.util.Arrays;
import java.util.Locale;

/** The outcome of one check. */
public enum Outcome {
  AGREED(false, "It reported what is true, and nothing else."),
  MISSED(true, "It did not report the fault."),
  FALSE_ALARM(true, "It reported something that is not there."),
  WRONG_REASON(true, "It objected, but not to the fault."),
  /** Of a client on trial. */
  ACCEPTED(true, "The client accepted what it must refuse."),
  /** Of a client on trial. */
  REFUSED(true, "The client refused what it must accept."),
  KNOWN_GAP(false, "It deviates in a known way."),
  FIXED_GAP(true, "A known gap is fixed: the entry must be removed."),
  /** Of a client on trial. */
  NOT_OFFERED(false, "The client does not offer what the test needs."),
  CANNOT_SEE(false, "It declares that it cannot see this kind of fault."),
  NO_CONTACT(
      true, "It found nothing, and the server's journal shows that it did not check the server."),
  /** A deviation only at a server with a fault. */
  UNSUPPORTED(true, "It did not check the server, and nothing declares this."),
  /** As expected only if the scenario itself is inconclusive. */
  INCONCLUSIVE(false, "No verdict is possible."),
  TIMEOUT(true, "It did not end in time and was stopped."),
  /** Says nothing about the checker, because it was not run at this server. */
  UNREACHABLE(false, "Cannot tell: the server's port is not reachable from here.");

  private final boolean deviation;
  private final String meaning;

  Outcome(boolean deviation, String meaning) {
    this.deviation = deviation;
    this.meaning = meaning;
  }

  /** True if the outcome normally is a deviation from the ground truth. */
  public boolean deviation() {
    return deviation;
  }

  /** True if the checker got no result for the server or did not check it. */
  public boolean noResult() {
    return switch (this) {
      case NO_CONTACT, UNSUPPORTED, INCONCLUSIVE, TIMEOUT, UNREACHABLE -> true;
      case AGREED,
          MISSED,
          FALSE_ALARM,
          WRONG_REASON,
          ACCEPTED,
          REFUSED,
          NOT_OFFERED,
          KNOWN_GAP,
          FIXED_GAP,
          CANNOT_SEE ->
          false;
    };
  }

  /** The meaning of the outcome, as a sentence. */
  public String meaning() {
    return meaning;
  }

  /** The name in reports, for example {@code false-alarm}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the outcome with this name in reports.
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
