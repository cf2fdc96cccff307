package dev.atsharness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests of all modules use one way to skip a test and one style of names. */
class TestSourcesTest {

  private static final Path ROOT = Path.of("..");

  /** The assumptions of JUnit or AssertJ, or the exception that they throw. */
  private static final Pattern OWN_SKIP =
      Pattern.compile("import (?:static )?[\\w.]+[.]Assumptions\\b|\\bnew TestAbortedException\\b");

  private static final Pattern UNDERSCORE =
      Pattern.compile("(?m)^  (?:static )?[\\w<>?, ]+ [a-z][a-zA-Z0-9]*_\\w*\\(");

  private static final Pattern TEST =
      Pattern.compile("(?m)^ +@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b");

  @Test
  void onlyTheTestToolsSkipTests() throws IOException {
    assertThat(sourcesWith(OWN_SKIP)).isEmpty();
  }

  @Test
  void methodsHaveNoUnderscores() throws IOException {
    assertThat(sourcesWith(UNDERSCORE)).isEmpty();
  }

  @Test
  void namesOfTestClassesEndInTestOrIt() throws IOException {
    assertThat(sourcesWith(TEST))
        .isNotEmpty()
        .allSatisfy(
            file -> assertThat(file.getFileName().toString()).matches("\\w+(Test|IT)\\.java"));
  }

  private static List<Path> sourcesWith(Pattern pattern) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path file : sources()) {
      if (pattern.matcher(Files.readString(file)).find()) {
        found.add(file);
      }
    }
    return found;
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path tests : modules.map(module -> module.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    assertThat(sources).isNotEmpty();
    return sources;
  }
}
