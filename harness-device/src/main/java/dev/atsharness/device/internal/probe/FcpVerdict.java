package dev.atsharness.device.internal.probe;

import dev.atsharness.device.internal.DeviceVisit;
import java.util.Collection;
import java.util.Locale;

/** How a client that enforces FCP v2.1 treats a server, in the terms of the catalogue. */
public enum FcpVerdict {
  /** Apple does not apply the requirements to the connection. */
  EXEMPT,
  PASS,
  /** The server could not be examined, or no source says how a client treats it. */
  INCONCLUSIVE,
  FAIL;

  /** The name in scenario files and reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the worst verdict of all hops. */
  public static FcpVerdict of(Journey journey) {
    return worst(journey.hops().stream().map(FcpVerdict::of).toList());
  }

  /**
   * Returns the worst verdict of a hop's addresses. For a hop that was not visited, the result
   * follows from its verdict.
   */
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
