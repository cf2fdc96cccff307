package dev.atsharness.cli;

import dev.atsharness.log.FailedHandshake;
import dev.atsharness.log.LogAnswer;
import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogFinding;
import dev.atsharness.log.LogSummary;
import dev.atsharness.log.Unread;
import dev.atsharness.log.internal.letter.LetterFiles;
import dev.atsharness.log.internal.letter.LetterTally;
import dev.atsharness.log.internal.letter.Owner;
import dev.atsharness.log.internal.report.LogReport;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.log.internal.text.Priority;
import dev.atsharness.log.internal.text.ShownTime;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "explain",
    description = {
      "Explain a device's log: which servers have violations, which violations, what the process"
          + " was doing, and the remedy. Works with any log, of any organisation."
    },
    footer = {
      "",
      "A sysdiagnose or a .logarchive is read through 'log show' on a Mac, elsewhere through",
      "unifiedlog_iterator, which has to be on the PATH or named by"
          + " ATS_HARNESS_UNIFIEDLOG_ITERATOR.",
      "",
      "Reads the output of 'log show' and 'log stream' in any style, of unifiedlog_iterator (CSV,",
      "JSONL), pymobiledevice3 and idevicesyslog, also if copied from a mail or chat. Unreadable",
      "parts are listed with the reason; then the log is not reported as free of violations.",
      "Connections that failed in the TLS handshake are listed too: such a failure writes no",
      "violation, so only 'probe' shows what is wrong with the server. It does not count if the",
      "same process completed a later handshake with the server.",
      "",
      "Examples:",
      "  ats-harness log explain ats.ndjson",
      "  ats-harness log explain sysdiagnose.tar.gz --html servers.html",
      "  ats-harness log explain phone.ndjson tablet.ndjson more-logs/",
      "  log show --last 1d --info | ats-harness log explain -",
      "  ats-harness log explain system_logs.logarchive --json",
      "  ats-harness log explain ats.txt --csv > servers.csv",
      "",
      "Exit status: 0 no violations, or only of apps, to which Apple's requirements do not apply;"
          + " 1",
      "violations (with --all also of apps); 2 wrong usage; 3 cannot tell: none was found, but a"
          + " part",
      "was not read or not understood, or a connection failed in the TLS handshake, which writes no",
      "violation."
    })
final class LogExplainCommand implements Callable<Integer> {

  /** The number of commands that check servers again. */
  private static final int MAX_REMEDIES = 20;

  @Mixin private LogInput log;

  @Option(names = "--json", description = "Write JSON to the standard output.")
  private boolean json;

  @Option(names = "--csv", description = "Write CSV to the standard output.")
  private boolean csv;

  @Option(
      names = "--all",
      description =
          "Let violations of apps count too, to which Apple's requirements do not apply: they are"
              + " always listed, and with this option the exit status is 1 for them.")
  private boolean all;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      converter = OutputPath.class,
      description = "Write an HTML page here.")
  private Optional<Path> html = Optional.empty();

  private final Terminal out;
  private final Terminal err;

  LogExplainCommand(Terminal out, Terminal err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    if (json && csv) {
      throw new UsageException("--json and --csv: choose one");
    }
    LogExplanation explanation = new LogExplanation();
    LetterTally letters = new LetterTally();
    LogSummary summary =
        log.read(err, log.reader(), html.isPresent() ? explanation.andThen(letters) : explanation);
    LogReport report = new LogReport(summary, explanation, all);
    if (html.isPresent()) {
      LetterFiles files =
          new LetterFiles(summary, report.sentence(), letters, server -> List.of(Owner.UNKNOWN));
      OutputFile.write("--html", html.get(), report.html(files));
    }
    if (json) {
      out.line(report.json());
    } else if (csv) {
      out.writer().print(report.csv());
      if (report.answer() == LogAnswer.CANNOT_TELL || !report.notRead().isEmpty()) {
        err.line(HostileText.escape(report.sentence()));
      }
    } else if (html.isEmpty()) {
      print(report);
    } else {
      out.line("Written: " + html.get());
      out.line(HostileText.escape(report.sentence()));
    }
    return switch (report.answer()) {
      case VIOLATIONS -> ExitCode.DEVIATION;
      case NO_VIOLATIONS, NOT_REQUIRED -> ExitCode.OK;
      case CANNOT_TELL -> ExitCode.FAILURE;
    };
  }

  private void print(LogReport report) {
    List<LogFinding> findings = report.findings();
    if (!findings.isEmpty()) {
      table(report, findings);
      out.line();
      advice(report, findings);
    }
    failed(report);
    notRead(report.notRead());
    out.line(HostileText.escape(report.sentence()));
  }

  private void failed(LogReport report) {
    if (report.failed().isEmpty()) {
      return;
    }
    out.line(out.style(Terminal.Style.BAD, report.failedHeading()));
    Table table = new Table();
    table.row("SERVER", "PROCESS", "REASON AS LOGGED", "TIMES", "FIRST", "LAST");
    for (FailedHandshake one : report.failed()) {
      table.row(
          told(one.server()),
          HostileText.escape(report.process(one)),
          HostileText.escape(one.reason()),
          Long.toString(one.count()),
          ShownTime.of(one.span().first()),
          ShownTime.of(one.span().last()));
    }
    table.print(out);
    out.line(report.failedMeaning());
    report.failed().stream()
        .filter(report::matters)
        .map(LogReport::remedy)
        .distinct()
        .limit(MAX_REMEDIES)
        .forEach(remedy -> out.line("  " + HostileText.escape(remedy)));
    out.line();
  }

  private void notRead(List<Unread> parts) {
    for (Unread part : parts) {
      out.line(out.style(Terminal.Style.BAD, "Not read: ") + HostileText.escape(part.what()));
      part.remedy().lines().forEach(line -> out.line("  " + HostileText.escape(line)));
      part.samples().forEach(line -> out.line("  > " + HostileText.escape(line)));
      out.line();
    }
  }

  private void table(LogReport report, List<LogFinding> findings) {
    Table table = new Table();
    row(
        table,
        report,
        "DEVICE",
        "SERVER",
        "PROCESS",
        "VIOLATION",
        Priority.enforcing(),
        "TIMES",
        "FIRST",
        "LAST");
    for (LogFinding finding : findings) {
      row(
          table,
          report,
          HostileText.escape(LogReport.devices(finding)),
          told(finding.server()),
          told(finding.process()),
          HostileText.escape(finding.code() + LogReport.quoted(finding)),
          report.priority(finding).words(),
          Long.toString(finding.count()),
          ShownTime.of(finding.first()),
          ShownTime.of(finding.last()));
    }
    table.print(out);
  }

  /** Adds a row, without its first cell if all logs are of one device. */
  private static void row(Table table, LogReport report, String device, String... cells) {
    table.row(
        Stream.concat(report.manyDevices() ? Stream.of(device) : Stream.empty(), Stream.of(cells))
            .toArray(String[]::new));
  }

  private void advice(LogReport report, List<LogFinding> findings) {
    Set<String> said = new HashSet<>();
    Map<List<String>, String> explained = new HashMap<>();
    for (LogFinding finding : findings) {
      if (said.add("server " + finding.server())) {
        String heading =
            finding.server().isEmpty() ? LogReport.NOT_NAMED : HostileText.escape(finding.server());
        out.line(out.style(Terminal.Style.STRONG, heading));
      }
      if (said.add("process " + finding.server() + " " + finding.process())) {
        out.line("  " + HostileText.escape(report.process(finding)));
      }
      if (said.add("violation " + finding.server() + " " + finding.code() + finding.message())) {
        explain(report, finding, explained);
        report.exceptions(finding).stream()
            .filter(text -> said.add("exception " + finding.server() + " " + text))
            .forEach(text -> out.line("    Exception: " + text));
        if (finding.violation().isEmpty()) {
          out.line("    " + HostileText.escape(finding.message()));
        }
      }
    }
    out.line();
    out.line("What a process was doing is inferred from its name.");
    out.line("'ats-harness explain CODE --product NAME' has the configuration of a server.");
    out.line();
  }

  /** Explains a violation, or names the server above at which it is explained. */
  private void explain(LogReport report, LogFinding finding, Map<List<String>, String> explained) {
    List<String> explanation =
        List.of(
            finding.code(),
            report.meaning(finding),
            report.doubt(finding).orElse(""),
            report.remedy(finding));
    String server = finding.server().isEmpty() ? LogReport.NOT_NAMED : finding.server();
    String first = explained.putIfAbsent(explanation, server);
    if (first != null) {
      out.line("  " + finding.code() + ": as above, at " + HostileText.escape(first));
      return;
    }
    out.line("  " + finding.code() + ": " + report.meaning(finding));
    report.doubt(finding).ifPresent(why -> out.line("    " + Priority.enforcing() + ": " + why));
    out.line("    " + out.style(Terminal.Style.GOOD, "Remedy: ") + report.remedy(finding));
  }

  private static String told(String text) {
    return text.isEmpty() ? "-" : HostileText.escape(text);
  }
}
