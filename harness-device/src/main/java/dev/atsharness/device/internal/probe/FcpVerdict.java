package dev.atsharness.device.internal.probe;

import dev.atsharness.device.internal.DeviceVisit;
import java.util.Collection;
import java.util.Locale;

/** What a client that enforces FCP v2.1 makes of a server, in the words of the catalogue. */
public enum FcpVerdict {
  /** Apple does not apply the requirements to the connection. */
  EXEMPT,
  PASS,
  /** It could not be looked at, or no source says. */
  INCONCLUSIVE,
  FAIL;

  /** The name in scenario files and reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The worst of all hops. */
  public static FcpVerdict of(Journey journey) {
    return worst(journey.hops().stream().map(FcpVerdict::of).toList());
  }

  /** The worst of a hop's addresses; of a hop that was not visited, what its verdict says. */
  public static FcpVerdict of(Hop hop) {
    FcpVerdict seen = worst(hop.visits().stream().map(visit -> of(visit.enforcing())).toList());
    boolean judged = hop.verdict().answer() != HopVerdict.Answer.CANNOT_TELL;
    return hop.visits().isEmpty() || !(judged || seen == EXEMPT) ? of(hop.verdict(), EXEMPT) : seen;
  }

  private static FcpVerdict of(DeviceVisit enforcing) {
    return enforcing.circumstances().atsApplies() ? of(HopVerdict.of(enforcing), PASS) : EXEMPT;
  }

  private static FcpVerdict of(HopVerdict verdict, FcpVerdict fine) {
    return switch (verdict.answer()) {
      case FINE -> fine;
      case CANNOT_TELL -> INCONCLUSIVE;
      case WRONG -> FAIL;
    };
  }

  private static FcpVerdict worst(Collection<FcpVerdict> verdicts) {
    return verdicts.stream().max(Enum::compareTo).orElse(INCONCLUSIVE);
  }
}
