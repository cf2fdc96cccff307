package dev.atsharness.conformance.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the guide for Java shows tests that the build compiles and runs. */
class GuideExampleTest {

  @ParameterizedTest
  @ValueSource(strings = {"SuiteScannerIT", "StrictClientIT"})
  void isWhatTheBuildRuns(String name) throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/example", name + ".java"))
            .replaceFirst("package example;\\R\\R", "");

    assertThat(Files.readString(Path.of("../docs/java.md"))).contains("```java\n" + source + "```");
  }
}
