package dev.atsharness.cli;

import dev.atsharness.conformance.ConformanceResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of {@code check --json}. */
final class ResultFile {

  private ResultFile() {}

  /**
   * Reads the file.
   *
   * @throws UsageException if the file does not exist or is not a result
   */
  static ConformanceResult read(Path file) {
    try {
      return ConformanceResult.parse(Files.readString(file));
    } catch (IOException e) {
      throw new UsageException(file + ": " + FileErrors.of(e), e);
    } catch (IllegalArgumentException e) {
      throw new UsageException(file + ": " + e.getMessage(), e);
    }
  }
}
