package dev.atsharness.io.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir Path directory;

  @Test
  void itReplacesAFileAndLeavesNothingBeside() throws IOException {
    Path file = Files.writeString(directory.resolve("report.html"), "an old and longer report");

    WholeFile.write(file, bytes("new"));

    assertThat(file).hasContent("new");
    assertThat(names()).containsExactly("report.html");
  }

  /** A reader that has the old file open still reads the old one, whole. */
  @Test
  void theOldFileIsNeverHalfWritten() throws IOException {
    Path file = Files.writeString(directory.resolve("report.html"), "old");
    Path other = Files.createLink(directory.resolve("other name"), file);

    WholeFile.write(file, bytes("new"));

    assertThat(other).hasContent("old");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions are of POSIX")
  void itHasThePermissionsOfAUsualFileOrOfTheOldOne() throws IOException {
    Path usual = Files.writeString(directory.resolve("usual"), "");
    Path fresh = directory.resolve("fresh");
    Path old = Files.writeString(directory.resolve("old"), "");
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw--w----"));

    WholeFile.write(fresh, bytes("new"));
    WholeFile.write(old, bytes("new"));

    assertThat(Files.getPosixFilePermissions(fresh))
        .isEqualTo(Files.getPosixFilePermissions(usual));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(old)))
        .isEqualTo("rw--w----");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege")
  void aLinkStaysALinkEvenIfItsFileDoesNotExist() throws IOException {
    Path target = directory.resolve("target");
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("target"));

    WholeFile.write(link, bytes("first"));
    WholeFile.write(link, bytes("second"));

    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("second");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege")
  void aLinkThatLeadsToItselfIsAnError() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("link"));

    assertThatThrownBy(() -> WholeFile.attempt(link))
        .isInstanceOfSatisfying(
            IOException.class,
            e -> assertThat(FileFault.words(e)).isEqualTo("its links lead in a circle"));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "/dev/full and /proc are of Linux")
  void whatCannotBeWrittenIsAnErrorWithItsReason() {
    assertThatThrownBy(() -> WholeFile.write(Path.of("/dev/full"), bytes("text")))
        .isInstanceOfSatisfying(
            IOException.class, e -> assertThat(FileFault.words(e)).isEqualTo("the disk is full"));
    assertThatThrownBy(() -> WholeFile.attempt(Path.of("/proc/x.json")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> WholeFile.attempt(Path.of("/proc/self/fd/4711")))
        .isInstanceOf(IOException.class);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs mkfifo")
  void aPipeWithoutAReaderIsAnErrorAndWithOneIsWritten() throws Exception {
    Path pipe = pipe();

    assertThatThrownBy(() -> WholeFile.write(pipe, bytes("lost"), SHORT))
        .hasMessageContaining("nothing reads this pipe; start its reader");
    // Ends the opening that still waits; the end of the stream shows that it has gone.
    assertThat(read(pipe)).isEmpty();

    CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> read(pipe));
    WholeFile.write(pipe, bytes("heard"));
    assertThat(reader.get()).isEqualTo("heard");
  }

  @Test
  void aNewFileReplacesNone() throws IOException {
    Path file = directory.resolve("new");

    WholeFile.create(file, bytes("first"));

    assertThatThrownBy(() -> WholeFile.create(file, bytes("second")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("first");
    assertThat(names()).containsExactly("new");
  }

  @Test
  void anAttemptLeavesNothingAndChangesNothing() throws IOException {
    Path old = Files.writeString(directory.resolve("old"), "old");

    WholeFile.attempt(old);
    WholeFile.attempt(directory.resolve("new"));

    assertThat(old).hasContent("old");
    assertThat(names()).containsExactly("old");
    assertThatThrownBy(() -> WholeFile.attempt(directory.resolve("none/new")))
        .isInstanceOf(IOException.class);
  }

  private Path pipe() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  private static String read(Path pipe) {
    try {
      return Files.readString(pipe);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
