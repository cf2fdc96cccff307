package dev.atsharness.conformance;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps what checkers did before anybody judges it: a JSON object a line, each on its way to the
 * disk before its verdict is drawn, so that a run that dies loses nothing. Guarded by itself.
 */
public final class ObservationFile implements Progress, AutoCloseable {

  private final Path file;
  private final Writer writer;

  private ObservationFile(Path file, Writer writer) {
    this.file = file;
    this.writer = writer;
  }

  /**
   * A new, empty file.
   *
   * @throws IOException if it cannot be written
   */
  public static ObservationFile create(Path file) throws IOException {
    return new ObservationFile(file, Files.newBufferedWriter(file));
  }

  @Override
  public synchronized void observed(String checker, String scenario, Observation seen)
      throws IOException {
    writer.write(ResultJson.line(checker, scenario, seen));
    writer.write('\n');
    writer.flush();
  }

  /** Removes the file: all that is in it is in the result, which is safe. */
  public synchronized void discard() throws IOException {
    writer.close();
    Files.deleteIfExists(file);
  }

  @Override
  public synchronized void close() throws IOException {
    writer.close();
  }
}
