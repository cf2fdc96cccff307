package dev.atsharness.conformance.report;

import dev.atsharness.conformance.CheckedScenario;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Verdict;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Puts the parts of a run that was split ({@code check --shard}) together again. */
public final class ResultMerge {

  private ResultMerge() {}

  /**
   * One result of several. Of a scenario that is in more than one part, as the baseline is, a
   * verdict that deviates counts.
   *
   * @param parts at least one
   * @throws IllegalArgumentException if a checker has another version in another part
   */
  public static ConformanceResult of(List<ConformanceResult> parts) {
    Map<String, CheckerResult> checkers = new LinkedHashMap<>();
    parts.stream()
        .flatMap(part -> part.checkers().stream())
        .forEach(checker -> checkers.merge(checker.checker(), checker, ResultMerge::both));
    return new ConformanceResult(
        parts.stream()
            .map(ConformanceResult::started)
            .min(Comparator.<Instant>naturalOrder())
            .orElseThrow(),
        parts.stream()
            .map(ConformanceResult::ended)
            .max(Comparator.<Instant>naturalOrder())
            .orElseThrow(),
        scenarios(parts),
        List.copyOf(checkers.values()));
  }

  /** The baseline is the first of each part. */
  private static List<CheckedScenario> scenarios(List<ConformanceResult> parts) {
    return parts.stream().flatMap(part -> part.scenarios().stream()).distinct().toList();
  }

  private static CheckerResult both(CheckerResult one, CheckerResult other) {
    if (!one.version().equals(other.version())) {
      throw new IllegalArgumentException(
          one.checker()
              + " is version '"
              + one.version()
              + "' in one file and '"
              + other.version()
              + "' in another: these are not parts of one run");
    }
    return new CheckerResult(
        one.checker(),
        one.version(),
        one.profile(),
        one.voided().or(other::voided),
        one.took().plus(other.took()),
        List.copyOf(verdicts(one, other)));
  }

  private static Collection<Verdict> verdicts(CheckerResult one, CheckerResult other) {
    Map<String, Verdict> all = new LinkedHashMap<>();
    Stream.of(one, other)
        .flatMap(checker -> checker.verdicts().stream())
        .forEach(v -> all.merge(v.scenario(), v, (a, b) -> b.deviation() ? b : a));
    return all.values();
  }
}
