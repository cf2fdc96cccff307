package dev.atsharness.conformance;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps what checkers did before anybody judges it, so that a run that dies loses nothing. A JSON
 * object a line: first the result as it would be without any verdict, then each observation, on its
 * way to the disk before its verdict is drawn, and each verdict. {@link ConformanceResult#parse}
 * reads it. Guarded by itself.
 */
public final class ObservationFile implements Progress, AutoCloseable {

  private final Path file;
  private final Writer writer;

  private ObservationFile(Path file, Writer writer) {
    this.file = file;
    this.writer = writer;
  }

  /**
   * A new file.
   *
   * @param unfinished what the run comes to if it breaks off now
   * @throws IOException if it cannot be written
   */
  public static ObservationFile create(Path file, ConformanceResult unfinished) throws IOException {
    Files.writeString(file, ResultJson.line(unfinished) + "\n");
    return new ObservationFile(file, Files.newBufferedWriter(file, StandardOpenOption.APPEND));
  }

  @Override
  public synchronized void observed(String checker, String scenario, Observation seen)
      throws IOException {
    keep(ResultJson.line(checker, scenario, seen));
  }

  @Override
  public synchronized void judged(CheckResult verdict) throws IOException {
    keep(ResultJson.line(verdict));
  }

  private void keep(String line) throws IOException {
    writer.write(line);
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
