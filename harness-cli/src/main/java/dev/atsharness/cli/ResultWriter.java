package dev.atsharness.cli;

import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.internal.ObservationFile;
import dev.atsharness.conformance.internal.Progress;
import dev.atsharness.io.internal.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes the JSON file of a run, if one is requested. Until it is written, a partial file beside it
 * has the results so far.
 */
final class ResultWriter implements AutoCloseable {

  private static final String PARTIAL = ".partial.jsonl";

  private final Optional<Path> file;
  private final Optional<ObservationFile> partial;

  private ResultWriter(Optional<Path> file, Optional<ObservationFile> partial) {
    this.file = file;
    this.partial = partial;
  }

  /**
   * @param unfinished the result of the run if it stops before its first check result
   */
  static ResultWriter of(Optional<Path> file, ConformanceResult unfinished) throws IOException {
    // There is nothing beside a device or a pipe.
    return file.isEmpty() || !WholeFile.isOrdinary(file.get())
        ? new ResultWriter(file, Optional.empty())
        : new ResultWriter(file, Optional.of(partial(file.get(), unfinished)));
  }

  private static ObservationFile partial(Path file, ConformanceResult unfinished)
      throws IOException {
    try {
      return ObservationFile.create(Path.of(file + PARTIAL), unfinished);
    } catch (IOException e) {
      throw new IOException("--json " + file + ": " + e.getMessage(), e);
    }
  }

  /** Returns the listener that must receive the progress of the run. */
  Progress progress() {
    return partial.<Progress>map(observations -> observations).orElse(Progress.NONE);
  }

  void write(ConformanceResult result) throws IOException {
    if (file.isPresent()) {
      OutputFile.write("--json", file.get(), result.toJson() + "\n");
    }
    if (partial.isPresent()) {
      partial.get().discard();
    }
  }

  /** Keeps the partial file unless the result has been written. */
  @Override
  public void close() throws IOException {
    if (partial.isPresent()) {
      partial.get().close();
    }
  }
}
