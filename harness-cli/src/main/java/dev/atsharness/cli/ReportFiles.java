package dev.atsharness.cli;

import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.internal.report.HtmlReport;
import dev.atsharness.conformance.internal.report.JunitReport;
import dev.atsharness.conformance.internal.report.MarkdownReport;
import dev.atsharness.conformance.internal.report.SarifReport;
import dev.atsharness.conformance.internal.report.TrustTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which report formats to write, and where. */
final class ReportFiles {

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write an HTML report here, as one page.")
  private Optional<Path> html = Optional.empty();

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Write a report in Markdown here, for example into $GITHUB_STEP_SUMMARY.")
  private Optional<Path> markdown = Optional.empty();

  @Option(names = "--junit", paramLabel = "FILE", description = "Write a JUnit XML report here.")
  private Optional<Path> junit = Optional.empty();

  @Option(
      names = "--sarif",
      paramLabel = "FILE",
      description = "Write the deviations in SARIF 2.1.0 here, for viewers of static analysis.")
  private Optional<Path> sarif = Optional.empty();

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description =
          "Write here how far each checker can be trusted, including known gaps, as a table in"
              + " Markdown.")
  private Optional<Path> table = Optional.empty();

  /**
   * Checks before the run that the files can be written.
   *
   * @throws UsageException if a file cannot be written
   */
  void requireWritable() {
    html.ifPresent(file -> requireWritable("--html", file));
    markdown.ifPresent(file -> requireWritable("--markdown", file));
    junit.ifPresent(file -> requireWritable("--junit", file));
    sarif.ifPresent(file -> requireWritable("--sarif", file));
    table.ifPresent(file -> requireWritable("--table", file));
  }

  /**
   * Checks before the run that a file can be written; afterwards the result of several minutes
   * would be lost.
   */
  static void requireWritable(String option, Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new UsageException(option + " " + file + ": this is a directory; give a file in it");
    }
    if (!Files.isDirectory(directory)) {
      throw new UsageException(
          option + " " + file + ": there is no directory " + directory + "; create it first");
    }
    if (!Files.isWritable(Files.exists(file) ? file : directory)) {
      throw new UsageException(
          option + " " + file + ": no permission to write there; choose another directory");
    }
  }

  /** True if no report is requested. */
  boolean isEmpty() {
    return html.isEmpty()
        && markdown.isEmpty()
        && junit.isEmpty()
        && sarif.isEmpty()
        && table.isEmpty();
  }

  void write(ConformanceResult result) throws IOException {
    if (html.isPresent()) {
      Files.writeString(html.get(), HtmlReport.of(result));
    }
    if (markdown.isPresent()) {
      Files.writeString(markdown.get(), MarkdownReport.of(result));
    }
    if (junit.isPresent()) {
      Files.writeString(junit.get(), JunitReport.of(result));
    }
    if (sarif.isPresent()) {
      Files.writeString(sarif.get(), SarifReport.of(result) + "\n");
    }
    if (table.isPresent()) {
      Files.writeString(table.get(), TrustTable.of(result));
    }
  }
}
