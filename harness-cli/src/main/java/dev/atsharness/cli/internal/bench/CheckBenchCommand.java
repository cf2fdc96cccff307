package dev.atsharness.cli.internal.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ats-harness bench check}. */
@Command(
    name = "check",
    description = {
      "Measures what 'check' itself costs: a program that makes one TLS connection, run by 'check"
          + " --exec' and by 'xargs -P' on the same scenarios. The ratio is that of the wall times,"
          + " without the start-up of 'check', which is the time for the baseline alone. Needs"
          + " OpenSSL and an xargs with -P and -a."
    },
    footer = {
      "",
      "Examples:",
      "  ats-harness bench check                        all scenarios, medians of five rounds",
      "  ats-harness bench check --rounds 1 --only 'key/*'"
    })
public final class CheckBenchCommand implements Callable<Integer> {

  private static final double GOAL = 1.2;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      converter = CountReader.class,
      description = "how often each is run (${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      converter = CountReader.class,
      description = "how many programs run at once (the number of processors)")
  private Optional<Integer> jobs = Optional.empty();

  @Option(
      names = "--only",
      paramLabel = "GLOB",
      defaultValue = "*",
      description = "only scenarios whose id matches; never those that keep a client waiting")
  private String only;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    int atOnce = jobs.orElseGet(Runtime.getRuntime()::availableProcessors);
    CheckBench.Result result =
        new CheckBench(
                rounds,
                atOnce,
                only,
                step -> {
                  err.println("bench: " + step);
                  err.flush();
                })
            .run();
    print(result, atOnce, spec.commandLine().getOut());
    return 0;
  }

  private static void print(CheckBench.Result result, int jobs, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%d servers, %d programs at once, medians of %d rounds%n%n",
        result.servers(),
        jobs,
        result.loop().size());
    out.printf(Locale.ROOT, "%-44s %8s %8s%n", "", "wall s", "cpu s");
    row(out, "xargs -P", result.loop());
    row(out, "check, start-up and baseline", result.own().start());
    row(out, "check", result.own().whole());
    row(out, "check --against, start-up and baseline", result.against().start());
    row(out, "check --against", result.against().whole());
    out.println();
    ratio(out, "check", result.ratios(result.own()));
    ratio(out, "check --against", result.ratios(result.against()));
    out.flush();
  }

  private static void row(PrintWriter out, String name, List<TimedProcess> runs) {
    out.printf(
        Locale.ROOT,
        "%-44s %8.2f %8.2f%n",
        name,
        median(runs, TimedProcess::wallSeconds),
        median(runs, TimedProcess::cpuSeconds));
  }

  private static double median(List<TimedProcess> runs, ToDoubleFunction<TimedProcess> figure) {
    Samples samples = new Samples();
    runs.forEach(run -> samples.add(figure.applyAsDouble(run)));
    return samples.median();
  }

  private static void ratio(PrintWriter out, String name, Samples ratios) {
    if (ratios.min() <= 0) {
      out.println(
          name
              + " without start-up: cannot tell, because a start-up took as long as a whole run;"
              + " measure more servers, on a machine without other work");
      return;
    }
    out.printf(
        Locale.ROOT,
        "%s without start-up: %.2f times the loop (each round %.2f-%.2f), goal %.1f, %s%n",
        name,
        ratios.median(),
        ratios.min(),
        ratios.max(),
        GOAL,
        ratios.median() <= GOAL ? "met" : "missed");
  }
}
