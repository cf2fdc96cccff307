package dev.atsharness.cli;

import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.internal.report.HtmlReport;
import dev.atsharness.conformance.internal.report.JunitReport;
import dev.atsharness.conformance.internal.report.MarkdownReport;
import dev.atsharness.conformance.internal.report.SarifReport;
import dev.atsharness.conformance.internal.report.TrustTable;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which report formats to write, and where. */
final class ReportFiles {

  @Option(
      names = "--html",
      paramLabel = "FILE",
      converter = OutputPath.class,
      description = "Write an HTML report here, as one page.")
  private Optional<Path> html = Optional.empty();

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      converter = OutputPath.class,
      description = "Write a report in Markdown here, for example into $GITHUB_STEP_SUMMARY.")
  private Optional<Path> markdown = Optional.empty();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      converter = OutputPath.class,
      description = "Write a JUnit XML report here.")
  private Optional<Path> junit = Optional.empty();

  @Option(
      names = "--sarif",
      paramLabel = "FILE",
      converter = OutputPath.class,
      description = "Write the deviations in SARIF 2.1.0 here, for viewers of static analysis.")
  private Optional<Path> sarif = Optional.empty();

  @Option(
      names = "--table",
      paramLabel = "FILE",
      converter = OutputPath.class,
      description =
          "Write here how far each checker can be trusted, including known gaps, as a table in"
              + " Markdown.")
  private Optional<Path> table = Optional.empty();

  /** True if no report is requested. */
  boolean isEmpty() {
    return html.isEmpty()
        && markdown.isEmpty()
        && junit.isEmpty()
        && sarif.isEmpty()
        && table.isEmpty();
  }

  void write(ConformanceResult result) {
    if (html.isPresent()) {
      OutputFile.write("--html", html.get(), HtmlReport.of(result));
    }
    if (markdown.isPresent()) {
      OutputFile.write("--markdown", markdown.get(), MarkdownReport.of(result));
    }
    if (junit.isPresent()) {
      OutputFile.write("--junit", junit.get(), JunitReport.of(result));
    }
    if (sarif.isPresent()) {
      OutputFile.write("--sarif", sarif.get(), SarifReport.of(result) + "\n");
    }
    if (table.isPresent()) {
      OutputFile.write("--table", table.get(), TrustTable.of(result));
    }
  }
}
