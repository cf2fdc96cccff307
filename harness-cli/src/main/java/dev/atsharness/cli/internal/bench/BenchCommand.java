package dev.atsharness.cli.internal.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ats-harness bench}. */
@Command(
    name = "bench",
    description = {
      "Measures start-up, first handshakes, memory, a sweep, the start of a test class, and"
          + " handshakes of a warm server: how many in a second, and the server's processor time"
          + " for each, compared with nginx at the same key, suite and version. Each figure is"
          + " printed with its goal for two cores."
    },
    footer = {
      "",
      "Examples:",
      "  ats-harness bench                         medians of five rounds, about ten minutes",
      "  ats-harness bench --part handshakes       only what is compared with nginx",
      "  ats-harness bench --rounds 1 --seconds 1 --warm-up 5",
      "                                            a quick look; the JVM is not warm after 5 s",
      "  ats-harness bench log                     how fast a long log is read, compared with GNU"
          + " grep",
      "  ats-harness bench probe                   1,000 servers, 100 of them wrong",
      "  ats-harness bench check                   what 'check' itself costs, compared with xargs",
      "",
      BenchOptions.EXIT_STATUS
    })
public final class BenchCommand implements Callable<Integer> {
  @Mixin private BenchOptions options;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "3",
      converter = CountReader.class,
      description = "how long one round of handshakes lasts (${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "30",
      converter = CountReader.class,
      description =
          "for how many seconds each kind of handshake warms up the server before it is measured"
              + " (${DEFAULT-VALUE})")
  private int warmUp;

  @Option(
      names = "--part",
      paramLabel = "PART",
      split = ",",
      converter = BenchPart.Reader.class,
      description = "only these parts: start-up, endpoints, sweep, handshakes, junit")
  private List<BenchPart> chosen = List.of();

  @Option(
      names = "--maven-repository",
      paramLabel = "DIR",
      defaultValue = "${sys:user.home}/.m2/repository",
      description = "where JUnit is, for the start of a test class (${DEFAULT-VALUE})")
  private Path repository;

  @Override
  public Integer call() throws IOException {
    Measurements measured = options.begin("Speed and memory");
    Set<BenchPart> parts =
        chosen.isEmpty() ? EnumSet.allOf(BenchPart.class) : EnumSet.copyOf(chosen);
    for (BenchPart part : parts) {
      switch (part) {
        case START_UP -> new StartUpBench(options, measured).catalogue();
        case ENDPOINTS -> new StartUpBench(options, measured).furtherEndpoints();
        case SWEEP -> new SweepBench(options, measured).run();
        case HANDSHAKES -> new HandshakeBench(options, seconds, warmUp, measured).run();
        case JUNIT -> new JUnitBench(options, repository, measured).run();
      }
    }
    return options.print(measured);
  }
}
