package dev.atsharness.conformance.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.KnownLimitations;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares observations with the ground truth. Pure: no clock, no I/O, no state. */
public final class Judge {

  private Judge() {}

  /**
   * Judges what a checker did at an endpoint.
   *
   * @param profile the client profile of a device, empty for a scanner
   * @param limits the checker's known limitations
   */
  public static Judgement judge(
      CheckedEndpoint endpoint,
      Optional<String> profile,
      KnownLimitations limits,
      Observation seen) {
    Judgement raw =
        profile
            .map(id -> DeviceJudge.judge(endpoint, id, seen))
            .orElseGet(() -> ScannerJudge.judge(endpoint, limits, seen));
    return KnownGaps.apply(endpoint, limits, seen.report(), raw);
  }

  /**
   * Judges what a client on trial did at an endpoint.
   *
   * @param journal the handshakes of the server's journal; empty if it cannot tell
   * @param control the check of the endpoint's control; empty if that was not checked
   */
  static Judgement judgeClient(
      CheckedEndpoint endpoint,
      KnownLimitations limits,
      CheckerOutput report,
      Optional<List<SeenHandshake>> journal,
      Optional<CheckResult> control) {
    Judgement raw = ClientJudge.judge(endpoint, report, journal, control);
    return KnownGaps.apply(endpoint, limits, report, raw);
  }

  static Set<Violation> minus(Collection<Violation> all, Collection<Violation> taken) {
    Set<Violation> rest = EnumSet.noneOf(Violation.class);
    rest.addAll(all);
    rest.removeAll(taken);
    return rest;
  }

  public static String words(Collection<Violation> violations) {
    return violations.isEmpty()
        ? "nothing"
        : violations.stream().sorted().map(Violation::code).collect(Collectors.joining(", "));
  }
}
