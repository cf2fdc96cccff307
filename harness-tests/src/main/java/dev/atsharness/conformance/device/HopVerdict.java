package dev.atsharness.conformance.device;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The answer about a hop or a journey: one of exactly three.
 *
 * @param answer which
 * @param reason one line for people; empty where {@link Answer#FINE} needs none
 */
public record HopVerdict(Answer answer, String reason) {

  /** The three answers, the better ones first. */
  public enum Answer {
    /** It was looked at, and a device accepts it and logs nothing. */
    FINE,
    /** It could not be looked at, or what was seen does not suffice. */
    CANNOT_TELL,
    /** It was looked at, and a device logs a violation or is refused. */
    WRONG;

    /** The name in reports, for example {@code cannot-tell}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
      return label();
    }
  }

  public static HopVerdict fine() {
    return new HopVerdict(Answer.FINE, "");
  }

  public static HopVerdict fine(String reason) {
    return new HopVerdict(Answer.FINE, reason);
  }

  public static HopVerdict wrong(String reason) {
    return new HopVerdict(Answer.WRONG, reason);
  }

  public static HopVerdict cannotTell(String reason) {
    return new HopVerdict(Answer.CANNOT_TELL, reason);
  }

  /**
   * The verdict on one address by what two clients did there.
   *
   * @param visit of the chosen profile
   * @param enforcing of a profile that enforces FCP v2.1; may be the same
   * @param atsApplies false for connections that Apple exempts: SCEP and content caching
   */
  static HopVerdict of(DeviceVisit visit, DeviceVisit enforcing, boolean atsApplies) {
    List<DeviceVisit> both = List.of(visit, enforcing);
    for (DeviceVisit one : both) {
      if (!one.violations().isEmpty()) {
        return wrong(one.profile() + " finds " + one.violations().get(0).violation());
      }
    }
    if (both.stream().anyMatch(one -> one.ending().certificateDemanded())) {
      return cannotTell(
          "the server demands a client certificate, so that what comes after was not seen;"
              + " --identity FILE.p12 goes on with one");
    }
    for (DeviceVisit one : both) {
      if (one.network() != Network.OK) {
        return cannotTell(one.profile() + ": network " + one.network());
      }
    }
    for (DeviceVisit one : both) {
      if (!one.connected()) {
        return wrong(one.profile() + " does not connect");
      }
    }
    return fine(atsApplies ? "" : "Apple exempts such connections");
  }

  /** The worst of many, the first of its kind; fine if there are none. */
  static HopVerdict worst(Collection<HopVerdict> verdicts) {
    return verdicts.stream()
        .max(Comparator.comparing(HopVerdict::answer))
        .map(
            worst ->
                verdicts.stream()
                    .filter(verdict -> verdict.answer == worst.answer)
                    .findFirst()
                    .orElseThrow())
        .orElseGet(HopVerdict::fine);
  }
}
