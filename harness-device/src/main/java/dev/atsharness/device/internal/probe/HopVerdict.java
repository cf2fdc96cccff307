package dev.atsharness.device.internal.probe;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.Diagnosis;
import dev.atsharness.device.internal.Doubt;
import dev.atsharness.device.internal.Network;
import dev.atsharness.device.internal.ProxyRefusal;
import dev.atsharness.device.internal.tls.Refusal;
import dev.atsharness.device.internal.tls.Refusal.Side;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The verdict on a hop or a journey: one of exactly three answers.
 *
 * @param answer which of the three
 * @param reason one human-readable line; may be empty for {@link Answer#FINE}
 */
public record HopVerdict(Answer answer, String reason) {

  /** The three answers, from best to worst. */
  public enum Answer {
    /** It was examined, and a device accepts it and logs nothing. */
    FINE,
    /** It could not be examined, or the observations are not sufficient. */
    CANNOT_TELL,
    /** It was examined, and a device logs a violation or is refused. */
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

  /** Returns the verdict on one address from two clients' visits, which may be the same visit. */
  static HopVerdict of(DeviceVisit visit, DeviceVisit enforcing) {
    return worst(List.of(of(visit), of(enforcing)));
  }

  /** Returns the verdict on one address from one client's visit. */
  static HopVerdict of(DeviceVisit visit) {
    String as = visit.profile();
    List<Doubt> doubts = visit.circumstances().doubts();
    Optional<DetectedViolation> certain =
        visit.violations().stream().filter(found -> !isDoubtful(found, doubts)).findFirst();
    if (certain.isPresent()) {
      return wrong(as + " finds " + certain.get().violation());
    }
    if (!visit.connected() && !visit.trustFailures().isEmpty()) {
      return wrong(as + " does not trust the certificate");
    }
    Diagnosis diagnosis = visit.circumstances().diagnosis();
    if (!diagnosis.causes().isEmpty()) {
      return wrong(as + " does not connect: " + diagnosis.causes().get(0).seen());
    }
    if (!doubts.isEmpty()) {
      return cannotTell(doubts.get(0).reason());
    }
    if (visit.ending().certificateDemanded()) {
      return cannotTell(ofDemand(visit));
    }
    if (visit.network() != Network.OK) {
      String lost =
          visit
              .ending()
              .proxy()
              .map(ProxyRefusal::sentence)
              .orElse(as + ": " + visit.network().words() + " (network " + visit.network() + ")");
      return cannotTell(lost + note(diagnosis));
    }
    if (visit.connected() && visit.httpStatus().isEmpty()) {
      String why = visit.reply().trouble().map(text -> " that can be read: " + text).orElse("");
      return cannotTell(as + " got no HTTP response" + why + "; where the URL leads was not seen");
    }
    return visit
        .refusal()
        .map(refusal -> ofRefusal(as, refusal, diagnosis))
        .orElseGet(
            () -> fine(visit.circumstances().atsApplies() ? "" : "Apple exempts such connections"));
  }

  private static String ofDemand(DeviceVisit visit) {
    String demand = "the server demands a client certificate";
    String unseen = ", so what comes after it was not seen; ";
    if (!visit.circumstances().hasIdentity()) {
      return demand + unseen + "use --identity FILE.p12 to present one";
    }
    return demand
        + " and "
        + (visit.httpStatus().isPresent()
            ? "answers HTTP " + visit.httpStatus().getAsInt() + " to"
            : "did not accept")
        + " the one of --identity"
        + unseen
        + "give one that the server trusts";
  }

  /**
   * The verdict on a refusal. Without a known cause, an alert from the server says nothing about
   * the requirements.
   */
  private static HopVerdict ofRefusal(String as, Refusal refusal, Diagnosis diagnosis) {
    String text = as + " does not connect: " + refusal.reason() + note(diagnosis);
    return refusal.by() == Side.CLIENT && diagnosis.note().isEmpty()
        ? wrong(text)
        : cannotTell(text);
  }

  private static String note(Diagnosis diagnosis) {
    return diagnosis.note().isEmpty() ? "" : "; " + diagnosis.note();
  }

  private static boolean isDoubtful(DetectedViolation found, List<Doubt> doubts) {
    return doubts.stream().anyMatch(doubt -> doubt.violation() == found.violation());
  }

  /**
   * Returns the worst of many verdicts, the first one if several are equally bad; fine if there are
   * none.
   */
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
