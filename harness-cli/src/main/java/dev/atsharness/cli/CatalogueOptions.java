package dev.atsharness.cli;

import dev.atsharness.conformance.Conformance;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Glob;
import dev.atsharness.scenario.OwnScenarios;
import dev.atsharness.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which scenarios a command is about. */
final class CatalogueOptions {

  @Option(
      names = "--only",
      paramLabel = "GLOB",
      description = "Only scenarios whose id matches, e.g. 'handshake/*'. May be repeated.")
  private List<String> only = List.of();

  @Option(
      names = "--scenarios",
      paramLabel = "DIR",
      description =
          "Add the scenarios DIR/FAMILY/name.yaml; one with the id of a built-in scenario replaces"
              + " it.")
  private Optional<Path> scenarios = Optional.empty();

  /** Everything there is. */
  Catalogue all() {
    Catalogue builtIn = Catalogue.builtIn();
    return scenarios.map(builtIn::with).orElse(builtIn);
  }

  /** Where a scenario is written: in the user's own directory, or in the source tree. */
  String file(String id) {
    return scenarios.stream()
        .flatMap(directory -> Stream.of(".yaml", ".yml").map(end -> directory.resolve(id + end)))
        .filter(Files::exists)
        .map(Path::toString)
        .findFirst()
        .orElse("scenarios/catalog/" + id + ".yaml");
  }

  /** What was asked for, and these besides. */
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
   * The scenario with this id, of all there are.
   *
   * @throws UsageException if there is none; the message says where to look
   */
  Scenario scenario(Catalogue all, String id) {
    try {
      return all.scenario(id);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          e.getMessage()
              + "\n'ats-harness list' shows them"
              + (scenarios.isPresent() ? "" : "; one of your own needs --scenarios DIR"),
          e);
    }
  }

  /** What was asked for, and these besides; says which of it contradicts the rules. */
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
              + ": the rules compute another ground truth than the file states; run 'ats-harness"
              + " scenario check "
              + shellWord(directory)
              + "'");
    }
  }

  private static String names(List<Scenario> some) {
    String first = some.get(0).id();
    return some.size() == 1 ? first : first + " and " + (some.size() - 1) + " more";
  }

  /** These options as a shell takes them, but for --only; empty if there are none. */
  String shellWords() {
    return scenarios.map(directory -> " --scenarios " + shellWord(directory)).orElse("");
  }

  /** In quotes where the shell would take it apart. */
  private static String shellWord(Path path) {
    String text = path.toString();
    return text.matches("[\\w./:@%+,=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /**
   * Those of a running harness's endpoints that were asked for, and the baseline; the harness may
   * have scenarios that we do not.
   */
  <T> List<T> filter(List<T> endpoints, Function<T, String> id) {
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
                    || only.stream().anyMatch(glob -> new Glob(glob).matches(id.apply(endpoint))))
        .toList();
  }
}
