package dev.atsharness.cli;

import dev.atsharness.conformance.Conformance;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.Glob;
import dev.atsharness.scenario.internal.OwnScenarios;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that select the scenarios of a command. */
final class CatalogueOptions {

  @Option(
      names = "--only",
      paramLabel = "GLOB",
      description =
          "Only scenarios whose id matches, e.g. 'handshake/*'; only * is special. May be"
              + " repeated.")
  private List<String> only = List.of();

  @Option(
      names = "--scenarios",
      paramLabel = "DIR",
      description =
          "Add the scenarios DIR/FAMILY/name.yaml; one with the id of a built-in scenario replaces"
              + " it.")
  private Optional<Path> scenarios = Optional.empty();

  /** Returns all scenarios. */
  Catalogue all() {
    Catalogue builtIn = Catalogue.builtIn();
    return scenarios.map(builtIn::with).orElse(builtIn);
  }

  /** Returns the path of a scenario's file: in the user's own directory or in the source tree. */
  String file(String id) {
    return scenarios.stream()
        .flatMap(directory -> Stream.of(".yaml", ".yml").map(end -> directory.resolve(id + end)))
        .filter(Files::exists)
        .map(Path::toString)
        .findFirst()
        .orElse("scenarios/catalog/" + id + ".yaml");
  }

  /** Returns true if {@code --only} is given. */
  boolean isRestricted() {
    return !only.isEmpty();
  }

  /** Returns the selected scenarios and also these. */
  Catalogue chosen(String... besides) {
    Catalogue all = all();
    if (only.isEmpty()) {
      return all;
    }
    List<String> patterns = new ArrayList<>(only);
    patterns.addAll(List.of(besides));
    return UsageException.refusing(() -> all.only(patterns));
  }

  /**
   * Returns the scenario with this id, from all scenarios.
   *
   * @throws UsageException if there is none; the message says how to find the ids
   */
  Scenario scenario(Catalogue all, String id) {
    try {
      return all.scenario(id);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          e.getMessage()
              + "\n'ats-harness list' shows them"
              + (scenarios.isPresent() ? "" : "; for your own scenarios, add --scenarios DIR"),
          e);
    }
  }

  /**
   * Returns the selected scenarios and also these, and warns about scenarios that contradict the
   * rules.
   */
  Catalogue chosen(Terminal err, String... besides) {
    Catalogue chosen = chosen(besides);
    scenarios.ifPresent(directory -> warn(err, directory, OwnScenarios.contradicting(chosen)));
    return chosen;
  }

  private static void warn(Terminal err, Path directory, List<Scenario> contradicting) {
    if (!contradicting.isEmpty()) {
      err.line(
          "warning: "
              + names(contradicting)
              + ": the rules compute a ground truth that differs from the file's; run 'ats-harness"
              + " scenario check "
              + shellWord(directory)
              + "'");
    }
  }

  private static String names(List<Scenario> some) {
    String first = some.get(0).id();
    return some.size() == 1 ? first : first + " and " + (some.size() - 1) + " more";
  }

  /** Returns these options in shell syntax, except --only; empty if there are none. */
  String shellWords() {
    return scenarios.map(directory -> " --scenarios " + shellWord(directory)).orElse("");
  }

  /** Quotes a path if the shell would split it. */
  private static String shellWord(Path path) {
    String text = path.toString();
    return text.matches("[\\w./:@%+,=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /**
   * Returns the selected endpoints of a running harness, the baseline, and these. The harness may
   * have scenarios that are not in this catalogue.
   */
  <T> List<T> filter(List<T> endpoints, Function<T, String> id, Set<String> besides) {
    if (only.isEmpty()) {
      return endpoints;
    }
    for (String glob : only) {
      if (endpoints.stream().map(id).noneMatch(new Glob(glob)::matches)) {
        throw new UsageException("no endpoint matches '" + glob + "'");
      }
    }
    return endpoints.stream()
        .filter(
            endpoint ->
                id.apply(endpoint).equals(Conformance.BASELINE)
                    || besides.contains(id.apply(endpoint))
                    || only.stream().anyMatch(glob -> new Glob(glob).matches(id.apply(endpoint))))
        .toList();
  }
}
