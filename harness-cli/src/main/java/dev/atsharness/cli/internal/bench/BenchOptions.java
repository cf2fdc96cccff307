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
      "Exit status: 0 if all goals are met, 1 if one is missed, otherwise 3 if it cannot be told"
          + " whether one is met.";

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

  /** Begins a result. */
  Measurements begin(String title) {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return new Measurements(
        title, rounds, otherWork(system.getSystemLoadAverage(), system.getAvailableProcessors()));
  }

  /**
   * Returns what other work there is; empty if there is none.
   *
   * @param load the load average; negative if the system does not tell it
   */
  static String otherWork(double load, int processors) {
    return load <= processors
        ? ""
        : "this computer had other work: a load average of "
            + Figure.number(load)
            + " on "
            + processors
            + " processors";
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
