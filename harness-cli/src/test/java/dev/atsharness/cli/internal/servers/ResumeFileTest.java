package dev.atsharness.cli.internal.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeFileTest {

  @TempDir Path directory;

  @Test
  void aFileOfSomethingElseIsLeftAsItIs() throws IOException {
    for (String text : List.of("precious line without an end", "a.example\nb.example")) {
      Path file = Files.writeString(directory.resolve("notes.txt"), text);

      assertThatThrownBy(() -> ResumeFile.open(file, List.of(), "none"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("choose another file");
      assertThat(file).hasContent(text);
    }
  }

  @Test
  void aResultThatWasBeingWrittenIsCut() throws IOException {
    Path file = Files.writeString(directory.resolve("results.jsonl"), "{\"versi");

    try (ResumeFile results = ResumeFile.open(file, List.of(), "none")) {
      assertThat(results.size()).isZero();
    }
    assertThat(file).isEmptyFile();
  }

  @Test
  void whatDiffersFromTheSettingsOfAnEarlierRunIsNamed() throws IOException {
    String line =
        """
        {"result":"PASS","server":{"listed":"https://a.example"},"settings":"version 1, roots aa, role mdm"}
        """;
    Path file = Files.writeString(directory.resolve("results.jsonl"), line);

    assertThatThrownBy(
            () -> ResumeFile.open(file, List.of(), "version 2, roots aa, role mdm, identity bb"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("then 'version 1', now 'version 2, identity bb'")
        .hasMessageContaining("choose another file, which starts afresh");
    assertThat(file).hasContent(line);
  }

  @Test
  void onlyARegularFileHoldsResults() {
    assertThatThrownBy(() -> ResumeFile.open(directory, List.of(), "none"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a regular file");
  }
}
