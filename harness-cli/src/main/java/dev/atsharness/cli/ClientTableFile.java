package dev.atsharness.cli;

import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.internal.report.ClientTable;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option for the table of clients on trial, of the commands whose results may have some. */
final class ClientTableFile {

  private static final String NAME = "--client-table";

  @Option(
      names = NAME,
      paramLabel = "FILE",
      converter = OutputPath.class,
      description =
          "Write here what each client on trial does, including known gaps and their reasons, as a"
              + " table in Markdown.")
  private Optional<Path> file = Optional.empty();

  boolean isEmpty() {
    return file.isEmpty();
  }

  void write(ConformanceResult result) {
    if (file.isPresent()) {
      OutputFile.write(NAME, file.get(), ClientTable.of(result));
    }
  }
}
