package dev.atsharness.cli;

import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.ObservationFile;
import dev.atsharness.conformance.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The JSON file of a run, if one was asked for, and beside it, until it is written, another with
 * what has been seen so far.
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
   * @param unfinished what the run comes to if it breaks off before its first verdict
   */
  static ResultWriter of(Optional<Path> file, ConformanceResult unfinished) throws IOException {
    return file.isEmpty()
        ? new ResultWriter(file, Optional.empty())
        : new ResultWriter(
            file, Optional.of(ObservationFile.create(Path.of(file.get() + PARTIAL), unfinished)));
  }

  /** What has to hear of the run. */
  Progress progress() {
    return partial.<Progress>map(observations -> observations).orElse(Progress.NONE);
  }

  void write(ConformanceResult result) throws IOException {
    if (file.isPresent()) {
      Files.writeString(file.get(), result.toJson() + "\n");
      partial.orElseThrow().discard();
    }
  }

  /** Leaves the partial file where it is unless the result has been written. */
  @Override
  public void close() throws IOException {
    if (partial.isPresent()) {
      partial.get().close();
    }
  }
}
