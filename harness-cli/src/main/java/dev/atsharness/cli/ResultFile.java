package dev.atsharness.cli;

import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.io.internal.LineFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
      return ConformanceResult.parse(text(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UsageException(file + ": " + FileErrors.of(e), e);
    } catch (IllegalArgumentException e) {
      throw new UsageException(file + ": " + e.getMessage(), e);
    }
  }

  /** The last line of an unfinished result may be cut off within a character. */
  private static String text(byte[] bytes) throws IOException {
    int whole = LineFile.whole(bytes);
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, whole))
        + new String(bytes, whole, bytes.length - whole, StandardCharsets.UTF_8);
  }
}
