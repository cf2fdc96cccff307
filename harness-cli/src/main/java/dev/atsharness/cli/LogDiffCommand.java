package dev.atsharness.cli;

import dev.atsharness.cli.Terminal.Style;
import dev.atsharness.log.LogReader;
import dev.atsharness.log.Unread;
import dev.atsharness.log.internal.report.LogDiff;
import dev.atsharness.log.internal.report.LogDiff.Change;
import dev.atsharness.log.internal.report.LogDiff.Kind;
import dev.atsharness.log.internal.report.LogSideTally;
import dev.atsharness.log.internal.text.HostileText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = {
      "Compare two logs: which violations are fixed, new or unchanged, by server, and which cannot"
          + " be compared."
    },
    footer = {
      "",
      "A violation is fixed if the new log shows that each process that noticed it completed a TLS",
      "handshake with the server, without it, after the last message about it. If the logs overlap,",
      "a message that both have shows nothing new. The new log needs all lines of",
      "com.apple.network, as a sysdiagnose has them. A log that was exported with Apple's filter"
          + " has",
      "only violations, and cannot show that one is fixed.",
      "",
      "A violation cannot be compared if the server was not visited again by the process that",
      "noticed it, if a message does not name its server, which may then be the same one, if a log",
      "is of a release that does not log it, or if a log was not read whole. Each row says why.",
      "",
      "Examples:",
      "  ats-harness log diff before.tar.gz after.tar.gz",
      "  ats-harness log diff logs-of-april/ logs-of-may/ --json",
      "",
      "Exit status: 1 new violations (with --all also of apps); 2 wrong usage; 3 cannot tell: no"
          + " new",
      "ones, but something could not be compared, one of the logs was not read whole, or a",
      "connection of the new log failed in the TLS handshake; 0",
      "everything was compared, and nothing is new (what is unchanged is not fixed)."
    })
final class LogDiffCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "OLD",
      description = "The earlier log: a file or a directory, as for 'log explain'.")
  private Path old;

  @Parameters(index = "1", paramLabel = "NEW", description = "The later log.")
  private Path now;

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      converter = LogInput.ZoneReader.class,
      description = "The device's time zone, for logs without one; by default this machine's.")
  private ZoneId zone = ZoneId.systemDefault();

  @Option(names = "--all", description = "Compare violations of apps too.")
  private boolean all;

  @Option(names = "--json", description = "Print the differences as JSON.")
  private boolean json;

  private final Terminal out;
  private final Terminal err;

  LogDiffCommand(Terminal out, Terminal err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    LogInput.requireReadable(List.of(old, now));
    LogDiff diff = compare();
    if (json) {
      out.line(diff.json());
    } else {
      print(diff);
    }
    return switch (diff.answer()) {
      case NEW_VIOLATIONS -> ExitCode.DEVIATION;
      case CANNOT_TELL -> ExitCode.FAILURE;
      case NOTHING_NEW -> ExitCode.OK;
    };
  }

  private LogDiff compare() {
    LogSideTally before = LogSideTally.ofOld();
    LogDiff.Side first = read(old, before);
    return LogDiff.between(first, read(now, LogSideTally.after(before)), all);
  }

  private LogDiff.Side read(Path log, LogSideTally tally) {
    LogReader reader = LogProgress.on(err, new LogReader(Clock.system(zone)).notingVisits());
    try {
      return tally.side(reader.read(log, tally));
    } catch (IOException e) {
      throw new UsageException(log + ": " + FileErrors.of(e), e);
    }
  }

  private void print(LogDiff diff) {
    Table table = new Table();
    for (Change change : diff.changes()) {
      table
          .row()
          .cell(change.kind().words(), style(change.kind()))
          .cell(change.server().isEmpty() ? "-" : HostileText.escape(change.server()), Style.STRONG)
          .cell(HostileText.escape(change.code()), Style.STRONG)
          .cell(HostileText.escape(change.why()), Style.FAINT);
    }
    table.print(out);
    tell("old", diff.before());
    tell("new", diff.after());
    out.line(HostileText.escape(diff.sentence()));
  }

  /** Says what of a log was not read, with what to do about it. */
  private void tell(String which, LogDiff.Side log) {
    for (Unread part : log.summary().unread()) {
      err.line("not read (" + which + " log): " + HostileText.escape(part.what()));
      part.remedy().lines().forEach(line -> err.line("  " + HostileText.escape(line)));
      part.samples().forEach(line -> err.line("  > " + HostileText.escape(line)));
    }
  }

  private static Style style(Kind kind) {
    return switch (kind) {
      case NEW -> Style.BAD;
      case FIXED -> Style.GOOD;
      case UNCHANGED, NOT_COMPARABLE -> Style.DOUBTFUL;
    };
  }
}
