package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The launchers build again if a source of the jar is newer than the jar. */
class LauncherTest {

  private static final Path ROOT = Path.of("..");

  @Test
  void theyLookAtEveryDirectoryOfData() throws IOException {
    String shell = Files.readString(ROOT.resolve("ats-harness"));
    String batch = Files.readString(ROOT.resolve("ats-harness.cmd"));

    List<String> data = data();
    assertThat(data).contains("catalog", "rules", "releases");
    for (String directory : data) {
      assertThat(shell).contains("\"$root/scenarios/" + directory + "\"");
      assertThat(batch).contains("scenarios\\" + directory + "'");
    }
  }

  private static List<String> data() throws IOException {
    try (Stream<Path> entries = Files.list(ROOT.resolve("scenarios"))) {
      return entries
          .filter(Files::isDirectory)
          .map(directory -> directory.getFileName().toString())
          .filter(name -> !Set.of("src", "target").contains(name))
          .toList();
    }
  }
}
