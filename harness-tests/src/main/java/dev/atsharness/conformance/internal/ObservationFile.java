package dev.atsharness.conformance.internal;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.io.internal.LineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Stores what checkers did before it is judged, so that an aborted run loses nothing. Each line is
 * a JSON object: first the result without any check result, then each observation, which is written
 * before it is judged, and each check result. {@link ConformanceResult#parse} reads the file.
 * Guarded by itself.
 */
public final class ObservationFile implements Progress, AutoCloseable {

  private final Path file;
  private final LineFile lines;

  private ObservationFile(Path file, LineFile lines) {
    this.file = file;
    this.lines = lines;
  }

  /**
   * Creates a new file.
   *
   * @param unfinished the result of the run if it stops now
   * @throws IOException if it cannot be written
   */
  public static ObservationFile create(Path file, ConformanceResult unfinished) throws IOException {
    LineFile lines = LineFile.create(file);
    try {
      lines.add(ResultJson.line(unfinished));
    } catch (IOException e) {
      lines.close();
      throw e;
    }
    return new ObservationFile(file, lines);
  }

  @Override
  public synchronized void observed(String checker, String scenario, Observation seen)
      throws IOException {
    lines.add(ResultJson.line(checker, scenario, seen));
  }

  @Override
  public synchronized void judged(CheckResult verdict) throws IOException {
    lines.add(ResultJson.line(verdict));
  }

  /** Removes the file, because the stored result contains everything. */
  public synchronized void discard() throws IOException {
    lines.close();
    Files.deleteIfExists(file);
  }

  @Override
  public synchronized void close() throws IOException {
    lines.close();
  }
}
