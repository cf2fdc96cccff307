package dev.atsharness.scenario.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.testing.FuzzTests;
import dev.atsharness.yaml.BadFileException;
import dev.atsharness.yaml.internal.Document;
import dev.atsharness.yaml.internal.SchemaFiles;
import dev.atsharness.yaml.internal.SchemaFiles.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any file is read as a scenario, or each problem has a message in the project's own words. */
class ScenarioFuzzTest extends FuzzTests {

  private static final SchemaFiles FILES = new SchemaFiles();
  private static final Catalogue BASE = Catalogue.builtIn();

  /** The last part of a message of the Java platform or a library, which no user understands. */
  private static final String FOREIGN = "(?s).*(?:Exception|\\bjava\\.|\\btools\\.jackson).*";

  static Stream<byte[]> scenarios() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("catalog"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream()
          .map(ScenarioFuzzTest::bytes);
    }
  }

  @MethodSource("scenarios")
  @FuzzTest
  void readsOrNamesEachProblem(byte[] input) {
    try {
      Document document = FILES.read(input, "a/b.yaml", Kind.SCENARIO);
      if (document.problems().isEmpty()) {
        check(document);
      }
      document.problems().forEach(problem -> check(problem.toString()));
    } catch (BadFileException e) {
      assertThat(e.problems()).isNotEmpty();
      check(e.getMessage());
    }
  }

  /** Does what the loader does with a document that fits the schema. */
  private static void check(Document document) {
    Scenario scenario = ScenarioReader.read("a/b", document);
    if (document.problems().isEmpty()) {
      Map<String, CatalogueFile> all = new TreeMap<>();
      all.put("a/b", new CatalogueFile(scenario, document));
      Set<String> impossible =
          new CatalogueChecks(all, Set.of("a/b"), Set.of(), BASE.profilesById().keySet()).run();
      assertThat(impossible).isNotNull();
    }
  }

  private static void check(String message) {
    assertThat(message).startsWith("a/b.yaml").doesNotMatch(FOREIGN);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot read " + file, e);
    }
  }
}
