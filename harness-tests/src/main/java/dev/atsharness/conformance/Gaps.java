package dev.atsharness.conformance;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.Limits.KnownGap;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Applies the written-down gaps: excuses those that show, and denounces those that are gone. */
final class Gaps {

  private Gaps() {}

  static Judgement apply(Target target, Limits limits, Report report, Judgement raw) {
    return raw.deviation() || raw.outcome() == Outcome.UNSUPPORTED
        ? excuse(target, limits, raw).orElse(raw)
        : denounce(target, limits, report, raw).orElse(raw);
  }

  private static Optional<Judgement> excuse(Target target, Limits limits, Judgement raw) {
    Set<Violation> open = EnumSet.noneOf(Violation.class);
    open.addAll(raw.missed());
    open.addAll(raw.falseAlarms());
    boolean byCode = !open.isEmpty();
    for (KnownGap gap : concerning(target, limits)) {
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

  private static Optional<Judgement> denounce(
      Target target, Limits limits, Report report, Judgement raw) {
    Set<Violation> found = report.violations();
    found.retainAll(target.expect().violations());
    Optional<String> stale =
        concerning(target, limits).stream()
            .filter(gap -> !gap.byChance())
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
                        .filter(reason -> target.refusedWithoutCode())
                        .filter(reason -> report.refused().isPresent())
                        .map(reason -> "cannot see refused (" + reason + ")"));
    return stale.map(
        reason ->
            with(raw, Outcome.FIXED_GAP, "It does well here; remove the known gap: " + reason));
  }

  private static List<KnownGap> concerning(Target target, Limits limits) {
    return limits.knownGaps().stream().filter(gap -> gap.concerns(target.scenario())).toList();
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
    return new Judgement(
        outcome,
        outcome.deviation(),
        raw.expected(),
        raw.actual(),
        explanation,
        raw.missed(),
        raw.falseAlarms());
  }
}
