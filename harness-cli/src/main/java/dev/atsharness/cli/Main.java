package dev.atsharness.cli;

import dev.atsharness.cli.internal.bench.BenchCommand;
import dev.atsharness.cli.internal.bench.CheckBenchCommand;
import dev.atsharness.cli.internal.bench.LogBenchCommand;
import dev.atsharness.cli.internal.bench.ProbeBenchCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Entry point of the program. */
public final class Main {

  /** The width of the longest line in the help texts; picocli would break it at a smaller width. */
  private static final int HELP_WIDTH = 96;

  private Main() {}

  /** Runs a command and exits with its status, see {@link ExitCode}. */
  public static void main(String[] arguments) {
    boolean terminal = Terminal.present();
    boolean colour = terminal && System.getenv("NO_COLOR") == null;
    StandardOutput standard = new StandardOutput();
    Terminal out =
        new Terminal(new PrintWriter(standard, false, StandardCharsets.UTF_8), colour, terminal);
    Terminal err =
        new Terminal(new PrintWriter(System.err, true, StandardCharsets.UTF_8), colour, terminal);
    int status = execute(out, err, arguments);
    System.exit(standard.written(out, err, status));
  }

  /** Runs a command as a shell would; returns its exit status. */
  static int execute(Terminal out, Terminal err, String... arguments) {
    CommandLine line = line(out, err, arguments);
    try {
      return line.execute(arguments);
    } catch (Error e) {
      // Java would exit with 1, which means a deviation or a fault in a checked server.
      return new ErrorReporter(err).ofError(e, line);
    }
  }

  /** The command that is called with these arguments; with all of its subcommands for none. */
  static CommandLine line(Terminal out, Terminal err, String... arguments) {
    ErrorReporter failures = new ErrorReporter(err);
    CommandLine line = new CommandLine(new AtsHarnessCommand(err));
    subcommands(out, err, arguments)
        .forEach((name, command) -> line.addSubcommand(name, command.get()));
    line.setResourceBundle(new HelpNames());
    return line.setOut(out.writer())
        .setErr(err.writer())
        .setUsageHelpWidth(HELP_WIDTH)
        .setColorScheme(CommandLine.Help.defaultColorScheme(out.colour() ? Ansi.ON : Ansi.OFF))
        .setExecutionStrategy(
            parsed -> {
              try {
                OutputOptions.check(parsed);
              } catch (UsageException | OutputException e) {
                return failures.handleExecutionException(e, line, parsed);
              }
              return new CommandLine.RunLast().execute(parsed);
            })
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures);
  }

  /**
   * Returns the subcommand that is called, or all: reading the options of all takes a tenth of a
   * second.
   */
  private static Map<String, Supplier<Object>> subcommands(
      Terminal out, Terminal err, String... arguments) {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("serve", () -> new ServeCommand(out, err));
    all.put("check", () -> new CheckCommand(out, err));
    all.put(
        "report",
        () ->
            new CommandLine(new ReportCommand(out)).addSubcommand(new ReportDiffCommand(out, err)));
    all.put("probe", () -> new ProbeCommand(out, err));
    all.put(
        "log",
        () ->
            new CommandLine(new LogCommand(err))
                .addSubcommand(new LogExplainCommand(out, err))
                .addSubcommand(new LogLettersCommand(out, err))
                .addSubcommand(new LogDiffCommand(out, err))
                .addSubcommand(new LogCheckCommand(out, err))
                .addSubcommand(new LogFilterCommand(out, err)));
    all.put(
        "drill",
        () ->
            new CommandLine(new DrillCommand(System.in, out))
                .addSubcommand(new DrillExportCommand(out)));
    all.put("list", () -> new ListCommand(out));
    all.put("show", () -> new ShowCommand(out));
    all.put("explain", () -> new ExplainCommand(out));
    all.put("scenario", () -> new ScenarioCommand(out, err));
    all.put(
        "device",
        () ->
            new CommandLine(new DeviceCommand(err))
                .addSubcommand(new DeviceKitCommand(out))
                .addSubcommand(new DeviceTourCommand(out, err)));
    all.put("hosts", () -> new HostsCommand(out));
    all.put(
        "bench",
        () ->
            new CommandLine(new BenchCommand())
                .addSubcommand(new LogBenchCommand())
                .addSubcommand(new ProbeBenchCommand())
                .addSubcommand(new CheckBenchCommand()));
    if (arguments.length > 0 && all.containsKey(arguments[0])) {
      all.keySet().retainAll(Set.of(arguments[0]));
    }
    return all;
  }
}
