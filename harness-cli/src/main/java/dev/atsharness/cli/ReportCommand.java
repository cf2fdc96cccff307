package dev.atsharness.cli;

import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.internal.report.ResultMerge;
import dev.atsharness.conformance.internal.report.ResultMerge.Part;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    description =
        "Show the result of 'check --json' on the terminal, or write it in another format. Several"
            + " files make one report: all parts of a run that '--shard' split, or runs of"
            + " different checkers.",
    footer = {
      "",
      "Examples:",
      "  ats-harness report result.json",
      "  ats-harness report result.json --all",
      "  ats-harness report result.json --html report.html --markdown report.md",
      "  ats-harness report shard-*.json --junit report.xml",
      "  ats-harness report diff old.json new.json",
      "",
      "Exit status: that of the run. 0 all as expected or as declared, 1 deviations, 3 cannot"
          + " tell:",
      "for example, a checker has no result for a scenario; 2 wrong usage, a file that is not a",
      "result or contradicts itself, or parts that are not of one run."
    })
final class ReportCommand implements Callable<Integer> {

  /** Not required for the parser, which would require them for subcommands too. */
  @Parameters(arity = "0..*", paramLabel = "FILE", description = "A file of 'check --json'.")
  private List<Path> files = List.of();

  @Option(names = "--all", description = "Show every row, not only deviations.")
  private boolean all;

  @Mixin private ReportFiles reports;

  @Mixin private ClientTableFile clientTable;

  private final Terminal out;

  ReportCommand(Terminal out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    if (files.isEmpty()) {
      throw new UsageException("which result? Give a file of 'check --json'");
    }
    List<Part> parts =
        files.stream().map(file -> new Part(file.toString(), ResultFile.read(file))).toList();
    ConformanceResult result = UsageException.refusing(() -> ResultMerge.of(parts));
    if (reports.isEmpty() && clientTable.isEmpty()) {
      new Matrix(out, result, all).print();
    }
    reports.write(result);
    clientTable.write(result);
    return ExitCode.of(result);
  }
}
