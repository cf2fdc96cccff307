package dev.atsharness.io.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LineFileTest {

  @TempDir Path directory;

  @Test
  void eachLineIsInTheFileAtOnce() throws IOException {
    Path file = directory.resolve("lines");
    try (LineFile lines = LineFile.create(file)) {
      lines.add("one");
      assertThat(Files.readString(file)).isEqualTo("one\n");
      lines.add("zwei €");
      assertThat(Files.readString(file)).isEqualTo("one\nzwei €\n");
    }
  }

  @Test
  void whatIsBehindTheLastWholeLineIsRemovedEvenHalfACharacter() throws IOException {
    byte[] cut = "one\ntwo €".getBytes(UTF_8);
    Path file = Files.write(directory.resolve("lines"), Arrays.copyOf(cut, cut.length - 1));

    int whole = LineFile.whole(Files.readAllBytes(file));
    try (LineFile lines = LineFile.append(file, whole)) {
      lines.add("three");
    }

    assertThat(Files.readString(file)).isEqualTo("one\nthree\n");
  }

  @Test
  void theInterruptionOfAThreadDoesNotCloseIt() throws IOException {
    Path file = directory.resolve("lines");
    try (LineFile lines = LineFile.create(file)) {
      Thread.currentThread().interrupt();
      lines.add("one");
      assertThat(Thread.interrupted()).isTrue();
      lines.add("two");
    }
    assertThat(Files.readString(file)).isEqualTo("one\ntwo\n");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "/proc/self/fd is of Linux")
  void whatCannotBeOpenedIsNamedWithTheReason() {
    assertThatThrownBy(() -> LineFile.create(directory))
        .isInstanceOf(IOException.class)
        .hasMessage(directory + " cannot be written: it is a directory");
  }
}
