package dev.atsharness.cli.internal.bench;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that compare figures with goals have in common. */
final class BenchOptions {

  /** What the help says about the exit status. */
  static final String EXIT_STATUS =
      "Exit status: 0 if all goals are met, 1 if one is missed, otherwise 3 if a figure could not"
          + " be measured.";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      converter = CountReader.class,
      description = "how often each figure is taken (${DEFAULT-VALUE})")
  private int rounds;

  @Option(names = "--json", description = "print the figures as JSON")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  int rounds() {
    return rounds;
  }

  /** Says what is being measured. */
  void progress(String step) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("bench: " + step);
    err.flush();
  }

  /** Says which round begins. */
  void progress(String what, int round) {
    progress(what + ", round " + round + " of " + rounds);
  }

  /** Begins a result, with a note about other work on this computer. */
  Measurements begin(String title) {
    Measurements measured = new Measurements(title, rounds);
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    double load = system.getSystemLoadAverage();
    measured.note(
        system.getAvailableProcessors()
            + " processors, load average at the beginning: "
            + (load < 0 ? "not known" : Figure.number(load)));
    return measured;
  }

  /** Prints the result and returns the exit status. */
  int print(Measurements measured) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(measured.toJson());
    } else {
      measured.print(out);
    }
    out.flush();
    return measured.exitStatus();
  }
}
