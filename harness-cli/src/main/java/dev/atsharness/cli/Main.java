package dev.atsharness.cli;

import dev.atsharness.cli.bench.BenchCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Entry point of the program. */
public final class Main {

  private Main() {}

  /** Runs a command and exits with its status, see {@link ExitCode}. */
  public static void main(String[] arguments) {
    boolean terminal = Terminal.present();
    boolean colour = terminal && System.getenv("NO_COLOR") == null;
    Terminal out =
        new Terminal(new PrintWriter(System.out, false, StandardCharsets.UTF_8), colour, terminal);
    Terminal err =
        new Terminal(new PrintWriter(System.err, true, StandardCharsets.UTF_8), colour, terminal);
    int status = commandLine(out, err).execute(arguments);
    out.writer().flush();
    System.exit(status);
  }

  static CommandLine commandLine(Terminal out, Terminal err) {
    Failures failures = new Failures(err);
    return new CommandLine(new AtsHarnessCommand(err))
        .addSubcommand(new ServeCommand(out, err))
        .addSubcommand(new CheckCommand(out, err))
        .addSubcommand(new ProbeCommand(out, err))
        .addSubcommand(new ListCommand(out))
        .addSubcommand(new ShowCommand(out))
        .addSubcommand(new ExplainCommand(out))
        .addSubcommand(new ScenarioCommand(out, err))
        .addSubcommand(new HostsCommand(out))
        .addSubcommand(new BenchCommand())
        .setOut(out.writer())
        .setErr(err.writer())
        .setColorScheme(CommandLine.Help.defaultColorScheme(out.colour() ? Ansi.ON : Ansi.OFF))
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures);
  }
}
