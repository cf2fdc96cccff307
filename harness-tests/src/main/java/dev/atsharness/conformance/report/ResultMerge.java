package dev.atsharness.conformance.report;

import dev.atsharness.conformance.CheckedScenario;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Grounds;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Shard;
import dev.atsharness.conformance.Verdict;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Puts the parts of a run that was split ({@code check --shard}) together again, or runs of
 * different checkers beside each other.
 */
public final class ResultMerge {

  /**
   * One of the results.
   *
   * @param name what to call it in messages, as its file
   */
  public record Part(String name, ConformanceResult result) {}

  /** What a checker was run on. */
  private record Place(String checker, String scenario) {}

  private ResultMerge() {}

  /**
   * One result of several. Of the baseline, which is in every part, a verdict that deviates counts.
   *
   * @param parts at least one
   * @throws IllegalArgumentException if they are not all parts of one run that was split, if a
   *     checker has another version in another part, or if it was run in two on the same scenario;
   *     the message names them
   */
  public static ConformanceResult of(List<Part> parts) {
    requireWhole(parts.stream().filter(part -> part.result().shard().isPresent()).toList());
    requireApart(parts);
    return join(parts.stream().map(Part::result).toList());
  }

  private static void requireWhole(List<Part> shards) {
    if (shards.isEmpty()) {
      return;
    }
    Map<Shard, Part> found = new LinkedHashMap<>();
    Shard first = shards.get(0).result().shard().orElseThrow();
    for (Part part : shards) {
      Shard shard = part.result().shard().orElseThrow();
      if (shard.of() != first.of()) {
        throw new IllegalArgumentException(
            String.format(
                "%s is part %s and %s is part %s: these are not parts of one run",
                shards.get(0).name(), first, part.name(), shard));
      }
      Part other = found.putIfAbsent(shard, part);
      if (other != null) {
        throw new IllegalArgumentException(
            other.name() + " and " + part.name() + " are both part " + shard);
      }
    }
    List<String> missing =
        IntStream.rangeClosed(1, first.of())
            .mapToObj(index -> new Shard(index, first.of()))
            .filter(shard -> !found.containsKey(shard))
            .map(Shard::toString)
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              "%s: of this run, %s %s missing; name the files of all parts",
              String.join(", ", shards.stream().map(Part::name).toList()),
              (missing.size() == 1 ? "part " : "parts ") + String.join(", ", missing),
              missing.size() == 1 ? "is" : "are"));
    }
  }

  /** A scenario that a checker was run on in two files is of two runs. */
  private static void requireApart(List<Part> parts) {
    Map<Place, Part> found = new HashMap<>();
    for (Part part : parts) {
      for (CheckerResult checker : part.result().checkers()) {
        for (Verdict verdict : checker.verdicts()) {
          Place place = new Place(checker.checker(), verdict.scenario());
          Part other = found.putIfAbsent(place, part);
          if (other != null && !verdict.scenario().equals(Conformance.BASELINE)) {
            throw new IllegalArgumentException(
                String.format(
                    "%s and %s both have %s by %s: these are not parts of one run",
                    other.name(), part.name(), place.scenario(), place.checker()));
          }
        }
      }
    }
  }

  private static ConformanceResult join(List<ConformanceResult> parts) {
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
        Optional.empty(),
        parts.stream()
            .map(ConformanceResult::allowed)
            .reduce(EnumSet.allOf(Outcome.class), ResultMerge::common),
        scenarios(parts),
        List.copyOf(checkers.values()));
  }

  private static Set<Outcome> common(Set<Outcome> some, Set<Outcome> others) {
    return some.stream().filter(others::contains).collect(Collectors.toUnmodifiableSet());
  }

  /** The baseline is the first of each part; one part may say more of a scenario than another. */
  private static List<CheckedScenario> scenarios(List<ConformanceResult> parts) {
    Map<String, CheckedScenario> all = new LinkedHashMap<>();
    parts.stream()
        .flatMap(part -> part.scenarios().stream())
        .forEach(
            scenario ->
                all.merge(
                    scenario.id(),
                    scenario,
                    (one, other) -> one.grounds().equals(Grounds.UNKNOWN) ? other : one));
    return List.copyOf(all.values());
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
