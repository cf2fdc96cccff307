package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The contents of the jar of the command line. */
class RunnableJarIT {

  private static final Path JAR = Path.of("target", "ats-harness.jar");

  /** Large libraries that only the tests of users need. */
  private static final List<String> FOR_TESTS =
      List.of(
          "org/junit/",
          "org/opentest4j/",
          "org/assertj/",
          "org/testcontainers/",
          "com/github/dockerjava/");

  @Test
  void itHasNoLibraryForTests() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(JarEntry::getName))
          .contains("dev/atsharness/cli/Main.class")
          .noneMatch(name -> FOR_TESTS.stream().anyMatch(name::contains));
    }
  }
}
