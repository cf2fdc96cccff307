package dev.atsharness.conformance.internal.report;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckedScenario;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.internal.Grounds;
import dev.atsharness.conformance.internal.Shard;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Joins the parts of a split run ({@code check --shard}), or runs of different checkers, into one
 * result.
 */
public final class ResultMerge {

  /**
   * One of the results.
   *
   * @param name its name in messages, for example the file
   */
  public record Part(String name, ConformanceResult result) {}

  /** A checker and a scenario on which it was run. */
  private record Place(String checker, String scenario) {}

  private ResultMerge() {}

  /**
   * Joins several results. The baseline is in every part; if one of its check results deviates,
   * that one counts. If a part does not have a checker, this checker has no result for that part's
   * scenarios.
   *
   * @param parts at least one
   * @throws IllegalArgumentException if they are not all parts of one split run, if their scenarios
   *     are of different catalogues, if a checker has another version in another part, or if it was
   *     run in two on the same scenario; the message names them
   */
  public static ConformanceResult of(List<Part> parts) {
    List<Part> shards = parts.stream().filter(part -> part.result().shard().isPresent()).toList();
    if (!shards.isEmpty()) {
      requireWhole(shards);
    }
    requireApart(parts);
    if (!shards.isEmpty()) {
      requireOneSelection(shards);
    }
    return join(parts);
  }

  private static void requireWhole(List<Part> shards) {
    Map<Integer, Part> found = new LinkedHashMap<>();
    Shard first = shards.get(0).result().shard().orElseThrow();
    for (Part part : shards) {
      Shard shard = part.result().shard().orElseThrow();
      if (shard.of() != first.of()) {
        throw new IllegalArgumentException(
            String.format(
                "%s is part %s and %s is part %s: these are not parts of one run",
                shards.get(0).name(), first, part.name(), shard));
      }
      Part other = found.putIfAbsent(shard.index(), part);
      if (other != null) {
        throw new IllegalArgumentException(
            other.name() + " and " + part.name() + " are both part " + shard);
      }
    }
    List<String> missing =
        IntStream.rangeClosed(1, first.of())
            .filter(index -> !found.containsKey(index))
            .mapToObj(index -> new Shard(index, first.of()).toString())
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              "%s: of this run, %s %s missing; give the files of all parts",
              String.join(", ", shards.stream().map(Part::name).toList()),
              (missing.size() == 1 ? "part " : "parts ") + String.join(", ", missing),
              missing.size() == 1 ? "is" : "are"));
    }
  }

  /**
   * Checks that all parts are from one selection. With parts of other scenarios or another ground
   * truth, missing scenarios would not be noticed.
   */
  private static void requireOneSelection(List<Part> shards) {
    Part first = shards.get(0);
    for (Part part : shards) {
      if (!selection(part).equals(selection(first))) {
        throw new IllegalArgumentException(
            String.format(
                "%s and %s are parts of runs of different scenarios: these are not parts of one"
                    + " run; run 'check --shard' with the same selection (--only, --scenarios,"
                    + " --against, --rerun) and the same release on every machine",
                first.name(), part.name()));
      }
    }
    if (selection(first).isEmpty()) {
      requireInPlace(shards);
    }
  }

  private static Optional<String> selection(Part part) {
    return part.result().shard().flatMap(Shard::selection);
  }

  /** Checks that each part has every Nth scenario in the order of their ids. */
  private static void requireInPlace(List<Part> shards) {
    List<String> sorted =
        shards.stream().flatMap(part -> others(part.result())).distinct().sorted().toList();
    for (Part part : shards) {
      Shard shard = part.result().shard().orElseThrow();
      others(part.result())
          .filter(id -> sorted.indexOf(id) % shard.of() != shard.index() - 1)
          .filter(id -> !isControl(part, id))
          .findFirst()
          .ifPresent(
              id -> {
                throw new IllegalArgumentException(
                    String.format(
                        "%s has %s, which is not in part %s of the scenarios of all these files:"
                            + " these are not parts of one run; run 'check --shard' with the same"
                            + " selection on every machine",
                        part.name(), id, shard));
              });
    }
  }

  /** A client on trial visits the controls of a part's scenarios too, wherever they belong. */
  private static boolean isControl(Part part, String id) {
    return part.result().shard().isPresent()
        && part.result().scenarios().stream()
            .anyMatch(scenario -> scenario.grounds().control().equals(Optional.of(id)));
  }

  private static Stream<String> others(ConformanceResult result) {
    return result.scenarios().stream()
        .map(CheckedScenario::id)
        .filter(id -> !id.equals(Conformance.BASELINE));
  }

  /** Checks that no checker was run on the same scenario in two files; these would be two runs. */
  private static void requireApart(List<Part> parts) {
    Map<Place, Part> found = new HashMap<>();
    for (Part part : parts) {
      for (CheckerResult checker : part.result().checkers()) {
        for (CheckResult verdict : checker.verdicts()) {
          Place place = new Place(checker.checker(), verdict.scenario());
          Part other = found.putIfAbsent(place, part);
          if (other != null
              && !verdict.scenario().equals(Conformance.BASELINE)
              && !isControl(part, verdict.scenario())
              && !isControl(other, verdict.scenario())) {
            throw new IllegalArgumentException(
                String.format(
                    "%s and %s both have %s by %s: these are not parts of one run",
                    other.name(), part.name(), place.scenario(), place.checker()));
          }
        }
      }
    }
  }

  private static ConformanceResult join(List<Part> named) {
    List<ConformanceResult> parts = named.stream().map(Part::result).toList();
    List<CheckedScenario> scenarios = scenarios(named);
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
        parts.stream()
            .flatMap(part -> part.sampleOf().stream())
            .max(Comparator.<Integer>naturalOrder()),
        scenarios,
        checkers.values().stream().map(checker -> within(checker, parts, scenarios)).toList());
  }

  /**
   * Returns the checker's result with all scenarios that it had to check. A checker of a split run
   * belongs to all parts: if a part does not have it, it should still have checked that part's
   * scenarios.
   */
  private static CheckerResult within(
      CheckerResult checker, List<ConformanceResult> parts, List<CheckedScenario> scenarios) {
    boolean split = parts.stream().anyMatch(part -> part.shard().isPresent() && has(part, checker));
    Set<String> scope = new LinkedHashSet<>();
    for (ConformanceResult part : parts) {
      List<CheckerResult> own =
          part.checkers().stream().filter(c -> c.checker().equals(checker.checker())).toList();
      own.forEach(here -> scope.addAll(part.scope(here)));
      if (own.isEmpty() && split && part.shard().isPresent()) {
        part.scenarios().forEach(scenario -> scope.add(scenario.id()));
      }
    }
    return scenarios.stream().map(CheckedScenario::id).allMatch(scope::contains)
        ? checker
        : checker.within(List.copyOf(scope));
  }

  private static boolean has(ConformanceResult part, CheckerResult checker) {
    return part.checkers().stream().anyMatch(c -> c.checker().equals(checker.checker()));
  }

  private static Set<Outcome> common(Set<Outcome> some, Set<Outcome> others) {
    return some.stream().filter(others::contains).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Joins the scenarios. The baseline is the first of each part; one part may have more information
   * about a scenario than another.
   */
  private static List<CheckedScenario> scenarios(List<Part> parts) {
    Map<String, CheckedScenario> all = new LinkedHashMap<>();
    for (Part part : parts) {
      for (CheckedScenario scenario : part.result().scenarios()) {
        all.merge(scenario.id(), scenario, (one, other) -> same(one, other, part));
      }
    }
    return List.copyOf(all.values());
  }

  private static CheckedScenario same(CheckedScenario one, CheckedScenario other, Part part) {
    if (one.grounds().equals(Grounds.UNKNOWN)) {
      return other;
    }
    if (!other.grounds().equals(Grounds.UNKNOWN) && !one.equals(other)) {
      throw new IllegalArgumentException(
          String.format(
              "%s describes %s differently from the previous file: these are results of different"
                  + " catalogues, which cannot make one report; run 'check' with one release and"
                  + " the same --scenarios",
              part.name(), one.id()));
    }
    return one;
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
        Optional.empty(),
        one.voided().or(other::voided),
        one.took().plus(other.took()),
        List.copyOf(verdicts(one, other)));
  }

  private static Collection<CheckResult> verdicts(CheckerResult one, CheckerResult other) {
    Map<String, CheckResult> all = new LinkedHashMap<>();
    Stream.of(one, other)
        .flatMap(checker -> checker.verdicts().stream())
        .forEach(v -> all.merge(v.scenario(), v, (a, b) -> b.deviation() ? b : a));
    return all.values();
  }
}
