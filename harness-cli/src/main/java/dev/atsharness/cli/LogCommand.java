package dev.atsharness.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "log",
    description = "Read what Apple devices log about the servers they connect to.",
    footer = {
      "",
      "Examples:",
      "  ats-harness log filter --platform ios",
      "  ats-harness log explain ats.ndjson",
      "  ats-harness log letters ats.ndjson --out letters --product nginx",
      "  ats-harness log diff before.tar.gz after.tar.gz",
      "  ats-harness log check ats.ndjson --against http://127.0.0.1:8090",
      "",
      "Exit status: 0 no violations, or all as expected; 1 violations, or deviations; 2 wrong"
          + " usage;",
      "3 cannot tell, or the harness failed."
    })
final class LogCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  private final Terminal err;

  LogCommand(Terminal err) {
    this.err = err;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(err.writer());
    return ExitCode.USAGE;
  }
}
