package dev.atsharness.cli;

import dev.atsharness.ats.OsRelease;
import dev.atsharness.log.LogFilter;
import dev.atsharness.scenario.internal.Platform;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.scenario.internal.SystemProcess;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "filter",
    description = {
      "Print the predicate for 'log show': the processes to which Apple's requirements apply, and"
          + " the wording of their messages."
    },
    footer = {
      "",
      "Examples:",
      "  ats-harness log filter --platform macos --release ${bundle:newest-release}",
      "  log show --archive system_logs.logarchive --info --style ndjson \\",
      "    --predicate \"$(ats-harness log filter --platform ios)\" > ats.ndjson"
    })
final class LogFilterCommand implements Callable<Integer> {

  @Option(
      names = "--platform",
      paramLabel = "NAME",
      description = "ios (and iPadOS), macos, tvos, visionos or watchos; all of them by default.")
  private Optional<String> platform = Optional.empty();

  @Option(
      names = "--release",
      paramLabel = "RELEASE",
      defaultValue = "${bundle:reference-release}",
      description = "${bundle:releases}; ${DEFAULT-VALUE} by default.")
  private String release;

  private final Terminal out;
  private final Terminal err;

  LogFilterCommand(Terminal out, Terminal err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    List<Platform> platforms =
        platform
            .map(name -> UsageException.refusing(() -> List.of(Platform.ofLabel(name))))
            .orElseGet(() -> Arrays.asList(Platform.values()));
    OsRelease of = UsageException.refusing(() -> Releases.builtIn().named(release));
    List<String> processes =
        SystemProcess.all().stream()
            .filter(process -> !Collections.disjoint(process.platforms(), platforms))
            .map(SystemProcess::name)
            .toList();
    out.line(LogFilter.predicate(processes, of));
    of.note().ifPresent(note -> err.line("note: " + note));
    err.line(
        "note: without --info, 'log show' leaves these messages out. The device must have had"
            + " Apple's logging profile when it connected");
    err.line(
        "note: which process runs on which platform is inferred; without --platform all are"
            + " included");
    return ExitCode.OK;
  }
}
