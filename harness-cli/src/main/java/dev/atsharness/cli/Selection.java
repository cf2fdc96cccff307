package dev.atsharness.cli;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.internal.Shard;
import dev.atsharness.log.internal.text.HostileText;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The options that select a part of a run: the endpoints for each checker, always including the
 * baseline.
 */
final class Selection {

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      converter = ShardReader.class,
      description =
          "Do part I of N, for several machines: in the order of their ids, every Nth scenario from"
              + " the Ith on. 'report' joins the parts.")
  private Optional<Shard> shard = Optional.empty();

  @Option(
      names = "--rerun",
      paramLabel = "FILE",
      description =
          "Check only what deviates in FILE, the result of an earlier 'check --json'; by default"
              + " with the checkers that deviate there. Specify your own checker again with --exec"
              + " or --checker.")
  private Optional<Path> rerun = Optional.empty();

  /** The largest number of scenarios that a message names. */
  private static final int MOST_NAMED = 10;

  private Optional<ConformanceResult> earlier = Optional.empty();

  /** Reads {@code 2/4}. */
  static final class ShardReader implements ITypeConverter<Shard> {
    @Override
    public Shard convert(String text) {
      if (text.matches("[0-9]{1,4}/[0-9]{1,4}")) {
        int slash = text.indexOf('/');
        int part = Integer.parseInt(text.substring(0, slash));
        int parts = Integer.parseInt(text.substring(slash + 1));
        if (part >= 1 && part <= parts) {
          return new Shard(part, parts);
        }
      }
      throw new TypeConversionException("'" + text + "': write I/N with I from 1 to N, as in 2/4");
    }
  }

  /**
   * Reads the file of the earlier run, if there is one.
   *
   * @throws UsageException if the file of an earlier run cannot be used
   */
  void read() {
    earlier = rerun.map(ResultFile::read);
  }

  /** Returns the checkers that deviate in the earlier run; empty if no run is repeated. */
  List<String> checkers() {
    return earlier.stream()
        .flatMap(result -> result.checkers().stream())
        .filter(checker -> checker.voided().isPresent() || !checker.deviations().isEmpty())
        .map(CheckerResult::checker)
        .toList();
  }

  /**
   * Returns which part of the run to do, if it is split.
   *
   * @param endpoints all endpoints of the run
   */
  Optional<Shard> shard(List<CheckedEndpoint> endpoints) {
    return shard.map(
        part ->
            part.ofAll(
                Stream.concat(
                        endpoints.stream().map(CheckedEndpoint::truth),
                        earlier.stream()
                            .flatMap(result -> result.checkers().stream())
                            .flatMap(Selection::again))
                    .toList()));
  }

  /** Describes what a checker has to check again, one line each. */
  private static Stream<String> again(CheckerResult checker) {
    return checker.voided().isPresent()
        ? Stream.of("all again by " + checker.checker())
        : checker.deviations().stream().map(v -> v.scenario() + " again by " + checker.checker());
  }

  /** Returns a message if the part contains only the baseline; empty if it contains more. */
  Optional<String> emptyPart(List<CheckedEndpoint> endpoints) {
    if (shard.isEmpty() || part(endpoints).stream().anyMatch(t -> !isBaseline(t))) {
      return Optional.empty();
    }
    long others = endpoints.stream().filter(t -> !isBaseline(t)).count();
    return Optional.of(
        "nothing of the selection is in part "
            + shard.get()
            + ": "
            + (others == 0
                ? "its only scenario is the baseline, which is in every part"
                : "its "
                    + (others == 1
                        ? "scenario is in another part"
                        : others + " scenarios are in other parts")
                    + ", and the baseline is in every part"));
  }

  /**
   * Explains why there is nothing to check again.
   *
   * @param checkers the selected checkers
   */
  String nothingAgain(List<Checker> checkers) {
    Path file = rerun.orElseThrow();
    List<CheckerResult> own =
        earlier.orElseThrow().checkers().stream()
            .filter(result -> checkers.stream().anyMatch(c -> c.name().equals(result.checker())))
            .toList();
    List<String> places =
        own.stream()
            .flatMap(
                result ->
                    result.voided().isPresent()
                        ? Stream.of("all, because it is void, by " + result.checker())
                        : result.deviations().stream()
                            .map(v -> v.scenario() + " by " + result.checker()))
            .toList();
    if (places.isEmpty()) {
      return "nothing to check: none of these checkers has a deviation in " + file;
    }
    return "nothing to check: what deviates in "
        + file
        + " is not in the selection"
        + shard.map(part -> " or not in part " + part).orElse("")
        + ": "
        + String.join(", ", places.stream().limit(MOST_NAMED).map(HostileText::escape).toList())
        + (places.size() > MOST_NAMED ? " and " + (places.size() - MOST_NAMED) + " more" : "");
  }

  /**
   * Returns the checkers that are not in the earlier result and therefore cannot be run again.
   *
   * @throws UsageException if none of the checkers is in the earlier result
   */
  List<String> unknown(List<Checker> checkers) {
    if (earlier.isEmpty()) {
      return List.of();
    }
    List<String> known = earlier.get().checkers().stream().map(CheckerResult::checker).toList();
    List<String> unknown =
        checkers.stream().map(Checker::name).filter(name -> !known.contains(name)).toList();
    if (!checkers.isEmpty() && unknown.size() == checkers.size()) {
      throw new UsageException(
          "--rerun "
              + rerun.orElseThrow()
              + ": it has no result for "
              + String.join(", ", unknown)
              + ", only for "
              + HostileText.escape(String.join(", ", known))
              + "; choose one of these, with --name if it is your own program");
    }
    return unknown;
  }

  /** Returns the file of the earlier run, if one is repeated. */
  Optional<Path> rerun() {
    return rerun;
  }

  /** Returns the exit status of the earlier run. */
  int earlierStatus() {
    return earlier.map(ExitCode::of).orElse(ExitCode.OK);
  }

  /**
   * Returns the endpoints for each checker. Checkers that would check only the baseline are left
   * out.
   *
   * @param chosen whether {@code --only} chose the endpoints; if not, scanners do not get those
   *     that break the protocol
   */
  Map<Checker, List<CheckedEndpoint>> plan(
      List<Checker> checkers, List<CheckedEndpoint> endpoints, boolean chosen) {
    List<CheckedEndpoint> part = part(endpoints);
    Map<Checker, List<CheckedEndpoint>> plan = new LinkedHashMap<>();
    for (Checker checker : checkers) {
      Predicate<String> again = again(checker.name());
      List<CheckedEndpoint> own =
          part.stream()
              .filter(t -> isBaseline(t) || again.test(t.scenario()))
              .filter(t -> isBaseline(t) || concerns(checker, t, chosen))
              .toList();
      if (checker.client() && chosen) {
        requireATest(endpoints);
      }
      // In a split run, every part includes every checker, even if only for the baseline.
      List<CheckedEndpoint> deciding = shard.isPresent() ? endpoints : own;
      if (earlier.isEmpty()
          || deciding.stream().anyMatch(endpoint -> again.test(endpoint.scenario()))) {
        plan.put(checker, checker.client() ? withControls(own, endpoints) : own);
      }
    }
    return plan;
  }

  /** What a client does is judged only where every client must do the same. */
  private static void requireATest(List<CheckedEndpoint> endpoints) {
    List<CheckedEndpoint> others = endpoints.stream().filter(t -> !isBaseline(t)).toList();
    if (!others.isEmpty() && others.stream().noneMatch(t -> t.expect().duty().isPresent())) {
      throw new UsageException(
          "a client cannot be judged at "
              + others.stream()
                  .limit(MOST_NAMED)
                  .map(CheckedEndpoint::scenario)
                  .map(HostileText::escape)
                  .collect(Collectors.joining(", "))
              + (others.size() > MOST_NAMED ? " and others" : "")
              + ": the protocol leaves it to the client what to do there. Choose other scenarios"
              + " with --only; 'list --json' shows under clientMust which test clients");
    }
  }

  /**
   * Adds the controls that are in another part or that did not deviate, and theirs: a client's
   * refusal means something only beside the control.
   */
  private static List<CheckedEndpoint> withControls(
      List<CheckedEndpoint> own, List<CheckedEndpoint> endpoints) {
    Map<String, CheckedEndpoint> byId = new HashMap<>();
    endpoints.stream()
        .filter(endpoint -> endpoint.expect().duty().isPresent())
        .forEach(endpoint -> byId.put(endpoint.scenario(), endpoint));
    Set<CheckedEndpoint> all = new LinkedHashSet<>(own);
    for (CheckedEndpoint endpoint : own) {
      Optional<CheckedEndpoint> control = endpoint.description().control().map(byId::get);
      while (control.isPresent() && all.add(control.get())) {
        control = control.get().description().control().map(byId::get);
      }
    }
    return List.copyOf(all);
  }

  /** A client on trial gets the tests of clients, a device everything. */
  private static boolean concerns(Checker checker, CheckedEndpoint endpoint, boolean chosen) {
    return checker.client()
        ? endpoint.expect().duty().isPresent()
        : chosen || checker.profile().isPresent() || !breaksTheProtocol(endpoint);
  }

  /** Such a server tests what a client does with its own offer; a scanner cannot report that. */
  private static boolean breaksTheProtocol(CheckedEndpoint endpoint) {
    return endpoint.scenario().startsWith("client/");
  }

  private List<CheckedEndpoint> part(List<CheckedEndpoint> endpoints) {
    if (shard.isEmpty()) {
      return endpoints;
    }
    List<String> sorted =
        endpoints.stream()
            .filter(t -> !isBaseline(t))
            .map(CheckedEndpoint::scenario)
            .sorted()
            .toList();
    return endpoints.stream()
        .filter(t -> isBaseline(t) || isIn(shard.get(), sorted.indexOf(t.scenario())))
        .toList();
  }

  private static boolean isIn(Shard part, int position) {
    return position % part.of() == part.index() - 1;
  }

  /**
   * Returns which scenarios to check again. A void run has no valid result for any scenario, so all
   * are checked.
   */
  private Predicate<String> again(String checker) {
    if (earlier.isEmpty()) {
      return scenario -> true;
    }
    return earlier.get().checkers().stream()
        .filter(result -> result.checker().equals(checker))
        .findFirst()
        .<Predicate<String>>map(
            result ->
                result.voided().isPresent()
                    ? scenario -> true
                    : result.deviations().stream().map(CheckResult::scenario).toList()::contains)
        .orElse(scenario -> false);
  }

  private static boolean isBaseline(CheckedEndpoint endpoint) {
    return endpoint.scenario().equals(Conformance.BASELINE);
  }
}
