package dev.atsharness.cli.internal.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
      "  ats-harness bench check --rounds 1 --only 'key/*'",
      "",
      BenchOptions.EXIT_STATUS
    })
public final class CheckBenchCommand implements Callable<Integer> {

  @Mixin private BenchOptions options;

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

  @Override
  public Integer call() throws IOException {
    int atOnce = jobs.orElseGet(Runtime.getRuntime()::availableProcessors);
    Measurements measured = options.begin("What 'check' costs, " + atOnce + " programs at once");
    CheckBench.Result result = new CheckBench(options, atOnce, only).run();
    measured.note(result.servers() + " servers");
    measured.add(result.loop());
    for (CheckBench.Kind kind : List.of(result.own(), result.against())) {
      measured.add(kind.start());
      measured.add(kind.whole());
      measured.add(kind.besideThe(result.loop()));
    }
    return options.print(measured);
  }
}
