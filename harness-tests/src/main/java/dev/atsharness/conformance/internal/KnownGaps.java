package dev.atsharness.conformance.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.KnownLimitations;
import dev.atsharness.conformance.KnownLimitations.KnownGap;
import dev.atsharness.conformance.Outcome;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Applies the known gaps: a deviation that one covers is no longer counted, and one that no longer
 * occurs is reported as fixed. A gap of a checker that checks a server and is wrong does not cover
 * that it no longer checks the server.
 */
final class KnownGaps {

  private KnownGaps() {}

  static Judgement apply(
      CheckedEndpoint endpoint, KnownLimitations limits, CheckerOutput report, Judgement raw) {
    return raw.deviation() || raw.outcome() == Outcome.UNSUPPORTED
        ? cover(endpoint, limits, raw).orElseGet(() -> explainOther(endpoint, limits, raw))
        : reportStale(endpoint, limits, report, raw).orElse(raw);
  }

  private static Optional<Judgement> cover(
      CheckedEndpoint endpoint, KnownLimitations limits, Judgement raw) {
    Set<Violation> open = EnumSet.noneOf(Violation.class);
    open.addAll(raw.missed());
    open.addAll(raw.falseAlarms());
    boolean byCode = !open.isEmpty();
    for (KnownGap gap : concerning(endpoint, limits)) {
      if (gap.noResult() != raw.outcome().noResult()) {
        continue;
      }
      if (gap.violation().isEmpty()) {
        return Optional.of(known(raw, gap));
      }
      open.remove(gap.violation().get());
      if (byCode && open.isEmpty()) {
        return Optional.of(known(raw, gap));
      }
    }
    return Optional.empty();
  }

  /** Explains why a known gap at this server does not cover the deviation. */
  private static Judgement explainOther(
      CheckedEndpoint endpoint, KnownLimitations limits, Judgement raw) {
    boolean noResult = raw.outcome().noResult();
    return concerning(endpoint, limits).stream()
        .filter(gap -> gap.scenario().isPresent() && gap.noResult() != noResult)
        .findFirst()
        .map(
            gap ->
                with(
                    raw,
                    raw.outcome(),
                    raw.deviation(),
                    raw.explanation()
                        + (noResult
                            ? " Its known gap here does not cover that, because it is for a checker"
                                + " that checks the server and is wrong ("
                                + gap.reason()
                                + "); a gap with 'no-result: true' would."
                            : " Its known gap here does not cover that, because it is for a missing"
                                + " result ("
                                + gap.reason()
                                + "); a gap without 'no-result' would.")))
        .orElse(raw);
  }

  private static Optional<Judgement> reportStale(
      CheckedEndpoint endpoint, KnownLimitations limits, CheckerOutput report, Judgement raw) {
    Set<Violation> found = report.violations();
    found.retainAll(endpoint.expect().violations());
    Optional<String> stale =
        concerning(endpoint, limits).stream()
            .filter(gap -> !gap.flaky())
            .filter(
                gap ->
                    gap.scenario().isPresent()
                        ? raw.outcome() == Outcome.AGREED
                        : gap.violation().filter(found::contains).isPresent())
            .map(KnownGap::reason)
            .findFirst()
            .or(
                () ->
                    found.stream()
                        .filter(limits.cannotSee()::containsKey)
                        .map(
                            code ->
                                "cannot see " + code + " (" + limits.cannotSee().get(code) + ")")
                        .findFirst())
            .or(
                () ->
                    limits
                        .cannotSeeRefusals()
                        .filter(reason -> endpoint.refusedWithoutCode())
                        .filter(reason -> report.refused().isPresent())
                        .map(reason -> "cannot see refused (" + reason + ")"));
    return stale.map(
        reason ->
            with(raw, Outcome.FIXED_GAP, "It is right here; remove the known gap: " + reason));
  }

  private static List<KnownGap> concerning(CheckedEndpoint endpoint, KnownLimitations limits) {
    return limits.knownGaps().stream().filter(gap -> gap.concerns(endpoint.scenario())).toList();
  }

  private static Judgement known(Judgement raw, KnownGap gap) {
    return with(
        raw,
        Outcome.KNOWN_GAP,
        raw.explanation()
            + " This is known: "
            + gap.reason()
            + gap.issue().map(issue -> " (" + issue + ")").orElse(""));
  }

  private static Judgement with(Judgement raw, Outcome outcome, String explanation) {
    return with(raw, outcome, outcome.deviation(), explanation);
  }

  private static Judgement with(
      Judgement raw, Outcome outcome, boolean deviation, String explanation) {
    return new Judgement(
        outcome,
        deviation,
        raw.expected(),
        raw.actual(),
        explanation,
        raw.missed(),
        raw.falseAlarms());
  }
}
