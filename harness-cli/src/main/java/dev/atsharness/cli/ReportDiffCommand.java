package dev.atsharness.cli;

import dev.atsharness.cli.Terminal.Style;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.HostileText;
import dev.atsharness.conformance.Verdict;
import dev.atsharness.conformance.report.ResultDiff;
import dev.atsharness.conformance.report.ResultDiff.Change;
import dev.atsharness.conformance.report.ResultDiff.Kind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = "Tell what changed from one result of 'check --json' to the next.",
    footer = {
      "",
      "Examples:",
      "  ats-harness report diff old.json new.json",
      "  ats-harness report diff old.json new.json --json",
      "",
      "Exit status: 0 nothing became worse, 1 regressions, 2 wrong usage or a file that is no result,",
      "3 a result is void, so that nothing can be said."
    })
final class ReportDiffCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "OLD", description = "The earlier result.")
  private Path old;

  @Parameters(index = "1", paramLabel = "NEW", description = "The later result.")
  private Path now;

  @Option(names = "--json", description = "Print the differences as JSON.")
  private boolean json;

  private final Terminal out;
  private final Terminal err;

  ReportDiffCommand(Terminal out, Terminal err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    ConformanceResult before = ResultFile.read(old);
    ConformanceResult after = ResultFile.read(now);
    if (before.isVoid() || after.isVoid()) {
      err.line((before.isVoid() ? old : now) + ": a baseline failed, so nothing can be said");
      return ExitCode.FAILURE;
    }
    ResultDiff diff = ResultDiff.between(before, after);
    if (json) {
      out.line(diff.toJson());
    } else {
      print(diff);
    }
    return diff.regressed() ? ExitCode.DEVIATION : ExitCode.OK;
  }

  private void print(ResultDiff diff) {
    Table table = new Table();
    for (Change change : diff.changes()) {
      table
          .row()
          .cell(change.kind().code(), style(change))
          .cell(change.scenario() + " by " + HostileText.escape(change.checker()), Style.STRONG)
          .cell(outcome(change.before()) + " -> " + outcome(change.after()), Style.FAINT)
          .cell(
              change.after().map(v -> HostileText.escape(v.judgement().explanation())).orElse(""),
              Style.FAINT);
    }
    table.print(out);
    out.line(
        Arrays.stream(Kind.values())
            .map(kind -> diff.count(kind) + " " + kind.code())
            .collect(Collectors.joining(", ")));
  }

  private static String outcome(Optional<Verdict> verdict) {
    return verdict.map(v -> v.outcome().code()).orElse("-");
  }

  private static Style style(Change change) {
    return switch (change.kind()) {
      case REGRESSION -> Style.BAD;
      case FIX -> Style.GOOD;
      case CHANGED, NEW, GONE -> Style.DOUBTFUL;
    };
  }
}
