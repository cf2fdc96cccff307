package dev.atsharness.conformance.internal;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.ConformanceResult;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Stores what checkers did before it is judged, so that an aborted run loses nothing. Each line is
 * a JSON object: first the result without any check result, then each observation, which is written
 * before it is judged, and each check result. {@link ConformanceResult#parse} reads the file.
 * Guarded by itself.
 */
public final class ObservationFile implements Progress, AutoCloseable {

  private final Path file;
  private final Writer writer;

  private ObservationFile(Path file, Writer writer) {
    this.file = file;
    this.writer = writer;
  }

  /**
   * Creates a new file.
   *
   * @param unfinished the result of the run if it stops now
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

  /** Removes the file, because the stored result contains everything. */
  public synchronized void discard() throws IOException {
    writer.close();
    Files.deleteIfExists(file);
  }

  @Override
  public synchronized void close() throws IOException {
    writer.close();
  }
}
