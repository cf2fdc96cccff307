package dev.atsharness.conformance.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Checks that the guide for Java shows a test that the build compiles and runs. */
class GuideExampleTest {

  private static final Path SOURCE = Path.of("src/test/java/example/SuiteScannerIT.java");

  @Test
  void isWhatTheBuildRuns() throws IOException {
    String source = Files.readString(SOURCE).replaceFirst("package example;\\R\\R", "");

    assertThat(Files.readString(Path.of("../docs/java.md"))).contains("```java\n" + source + "```");
  }
}
