package dev.atsharness.conformance.checker.internal;

import dev.atsharness.io.internal.TemporaryFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory for one run of a program; deleted with its content when closed. */
record WorkDirectory(Path path) implements AutoCloseable {

  private static final String PURPOSE = "the program that is checked";

  static WorkDirectory create() throws IOException {
    return new WorkDirectory(TemporaryFiles.directory("ats-harness-check", PURPOSE));
  }

  /** Writes a file in it. */
  Path write(String name, String text) throws IOException {
    return TemporaryFiles.write(path.resolve(name), text, PURPOSE);
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
