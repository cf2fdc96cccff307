package dev.atsharness.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class OutsideProgramTest {

  @TempDir Path first;
  @TempDir Path second;

  private Path program(Path folder, String name) throws IOException {
    Path file = Files.createFile(folder.resolve(name));
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private String path() {
    return first + File.pathSeparator + second;
  }

  @Test
  void aProgramIsFoundInAnyFolderOfThePath() throws IOException {
    Path expected = program(second, "scanner");
    assertThat(OutsideProgram.findOn(path(), "scanner")).contains(expected);
  }

  @Test
  void thePreferredNameWins() throws IOException {
    program(first, "scanner-old");
    Path expected = program(second, "scanner");
    assertThat(OutsideProgram.findOn(path(), "scanner", "scanner-old")).contains(expected);
  }

  @Test
  void aFolderOfThatNameIsNotTheProgram() throws IOException {
    Files.createDirectory(first.resolve("scanner"));
    assertThat(OutsideProgram.findOn(path(), "scanner")).isEmpty();
  }

  @Test
  void anAbsentProgramSkipsTheTestAndSaysSo() {
    assertThatThrownBy(() -> OutsideProgram.require(false, "scanner", false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("scanner is not installed");
  }

  @Test
  void anAbsentProgramFailsTheTestWhereAllAreRequired() {
    assertThatThrownBy(() -> OutsideProgram.require(false, "scanner", true))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("scanner is not installed");
  }

  @Test
  void aPresentProgramLetsTheTestGoOn() {
    assertThatCode(() -> OutsideProgram.require(true, "scanner", true)).doesNotThrowAnyException();
  }
}
