package dev.atsharness.cli;

import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.internal.report.ClientTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option for the table of clients on trial, of the commands whose results may have some. */
final class ClientTableFile {

  private static final String NAME = "--client-table";

  @Option(
      names = NAME,
      paramLabel = "FILE",
      description =
          "Write here what each client on trial does, including known gaps and their reasons, as a"
              + " table in Markdown.")
  private Optional<Path> file = Optional.empty();

  /**
   * Checks before the run that the file can be written.
   *
   * @throws UsageException if it cannot be written
   */
  void requireWritable() {
    file.ifPresent(path -> ReportFiles.requireWritable(NAME, path));
  }

  boolean isEmpty() {
    return file.isEmpty();
  }

  void write(ConformanceResult result) throws IOException {
    if (file.isPresent()) {
      Files.writeString(file.get(), ClientTable.of(result));
    }
  }
}
