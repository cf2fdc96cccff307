package dev.atsharness.conformance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JournalMergeTest {

  @TempDir Path directory;

  @Test
  void keepsTheNewestAndCountsTheOthers() throws IOException {
    Path file = directory.resolve("journal.json");

    JournalMerge.add(file, journal(1, 3, 2), 4);
    assertThat(sequences(file)).containsExactly(1, 2, 3);
    JournalMerge.add(file, journal(4, 3, 1), 4);

    assertThat(sequences(file)).containsExactly(3, 4, 5, 6);
    assertThat(tree(file).path("dropped").asInt()).isEqualTo(2 + 1 + 2);
    JournalMerge.add(file, journal(7, 6, 0), 4);
    assertThat(sequences(file)).containsExactly(9, 10, 11, 12);
    assertThat(tree(file).path("dropped").asInt()).isEqualTo(5 + 6);
    assertThat(new StoredJournal(file).mark()).isEqualTo(12);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void leavesAFileAloneThatIsSomethingElse() throws IOException {
    Path file = Files.writeString(directory.resolve("journal.json"), "{\"entries\": [{}");

    assertThatThrownBy(() -> JournalMerge.add(file, journal(1, 1, 0), 4))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + " is not a journal");
    assertThat(file).hasContent("{\"entries\": [{}");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(file);
    }
  }

  /** Returns a journal in pieces of seven bytes. */
  private static Iterator<ByteBuffer> journal(int first, int count, int dropped) {
    String text =
        IntStream.range(first, first + count)
            .mapToObj(number -> "{\"sequence\": " + number + ", \"requests\": [{\"a\": 1}]}")
            .collect(
                Collectors.joining(
                    ", ",
                    "{\"revision\": 9, \"entries\": [",
                    "], \"dropped\": " + dropped + "}\n"));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return IntStream.iterate(0, at -> at < bytes.length, at -> at + 7)
        .mapToObj(at -> ByteBuffer.wrap(bytes, at, Math.min(7, bytes.length - at)))
        .iterator();
  }

  private static List<Integer> sequences(Path file) throws IOException {
    return tree(file).path("entries").valueStream().map(e -> e.path("sequence").asInt()).toList();
  }

  private static JsonNode tree(Path file) throws IOException {
    return JsonMapper.shared().readTree(Files.readAllBytes(file));
  }
}
