package dev.atsharness.cli;

import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.scenario.internal.OwnScenarios;
import dev.atsharness.yaml.internal.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "scenario",
    description = "Write your own scenarios.",
    footer = {
      "",
      "Examples:",
      "  ats-harness scenario new handshake/no-ems-p384 --from handshake/no-ems",
      "  ats-harness scenario check my-scenarios",
      "",
      "Exit status: 0 no problem, 1 problems in the files, 2 wrong usage, 3 the harness failed."
    })
final class ScenarioCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  private final Terminal out;
  private final Terminal err;

  ScenarioCommand(Terminal out, Terminal err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(err.writer());
    return ExitCode.USAGE;
  }

  @Command(name = "new", description = "Write a scenario file to start from, as a copy of another.")
  @SuppressWarnings("unused") // picocli calls it
  int begin(
      @Parameters(paramLabel = "ID", description = "The new scenario, FAMILY/some-name.") String id,
      @Option(
              names = "--from",
              required = true,
              paramLabel = "ID",
              description = "The scenario to copy; 'ats-harness list' shows them.")
          String from,
      @Option(
              names = "--scenarios",
              paramLabel = "DIR",
              converter = OutputPath.Directory.class,
              defaultValue = "my-scenarios",
              description = "Where your scenarios are; ${DEFAULT-VALUE} by default.")
          Path directory) {
    Path file;
    try {
      file = new OwnScenarios(directory).begin(id, from);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    } catch (IOException e) {
      throw new OutputException("--scenarios", directory, e);
    }
    out.line(file.toString());
    err.line(
        "Change one setting, the title and the reason, and say under 'expect' what a correct"
            + " checker reports. Then: ats-harness scenario check "
            + directory);
    return ExitCode.OK;
  }

  @Command(
      name = "check",
      description =
          "List all faults in your scenario files: wrong format, more than one difference from the"
              + " control, ground truth that differs from the computed one.")
  @SuppressWarnings("unused") // picocli calls it
  int check(
      @Parameters(paramLabel = "DIR", description = "Where your scenarios are.") Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new UsageException(directory + " is not a directory");
    }
    OwnScenarios.Report report = new OwnScenarios(directory).check();
    List<Problem> problems = report.problems();
    problems.forEach(problem -> out.line(HostileText.escape(problem.toString())));
    err.line(
        count(report.scenarios(), "scenario")
            + ", "
            + (problems.isEmpty() ? "no problems" : count(problems.size(), "problem")));
    return problems.isEmpty() ? ExitCode.OK : ExitCode.DEVIATION;
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
