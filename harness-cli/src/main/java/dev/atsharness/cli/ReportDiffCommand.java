package dev.atsharness.cli;

import dev.atsharness.cli.Terminal.Style;
import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.internal.report.ResultDiff;
import dev.atsharness.conformance.internal.report.ResultDiff.Change;
import dev.atsharness.conformance.internal.report.ResultDiff.Kind;
import dev.atsharness.log.internal.text.HostileText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = "Show what changed between two results of 'check --json'.",
    footer = {
      "",
      "Examples:",
      "  ats-harness report diff old.json new.json",
      "  ats-harness report diff old.json new.json --json",
      "",
      "A regression is a new deviation, or something that was judged and no longer is: compare runs",
      "of the same scenarios and checkers.",
      "",
      "Exit status: 0 nothing became worse, 1 regressions, 2 wrong usage or a file that is not a",
      "result, 3 a result is void, so the two cannot be compared."
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
      err.line(
          (before.isVoid() ? old : now)
              + " is void, so the two cannot be compared: "
              + HostileText.escape(reason(before.isVoid() ? before : after)));
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

  private static String reason(ConformanceResult result) {
    return result.checkers().stream()
        .flatMap(checker -> checker.voided().stream())
        .findFirst()
        .orElseThrow();
  }

  private void print(ResultDiff diff) {
    Table table = new Table();
    List<Change> gone = new ArrayList<>();
    for (Change change : diff.changes()) {
      if (change.after().isEmpty()) {
        gone.add(change);
        continue;
      }
      table
          .row()
          .cell(change.kind().code(), style(change))
          .cell(place(change), Style.STRONG)
          .cell(outcome(change.before()) + " -> " + outcome(change.after()), Style.FAINT)
          .cell(
              change.after().map(v -> HostileText.escape(v.judgement().explanation())).orElse(""),
              Style.FAINT);
    }
    table.print(out);
    // After '--rerun' or '--only' these are almost all scenarios.
    if (!gone.isEmpty()) {
      long judged = gone.stream().filter(change -> change.kind() == Kind.REGRESSION).count();
      Kind kind = judged > 0 ? Kind.REGRESSION : Kind.GONE;
      out.line(
          out.style(judged > 0 ? Style.BAD : Style.DOUBTFUL, kind.code())
              + ": "
              + gone.size()
              + " not checked in "
              + now
              + ", the first "
              + place(gone.get(0))
              + (judged > 0 ? "; " + judged + " of them were judged in " + old : ""));
    }
    out.line(
        Arrays.stream(Kind.values())
            .map(kind -> kind.count(diff.count(kind)))
            .collect(Collectors.joining(", ")));
  }

  private static String place(Change change) {
    return change.scenario() + " by " + HostileText.escape(change.checker());
  }

  private static String outcome(Optional<CheckResult> verdict) {
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
