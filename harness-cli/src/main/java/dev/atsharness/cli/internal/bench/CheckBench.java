package dev.atsharness.cli.internal.bench;

import dev.atsharness.server.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures what {@code check} itself costs: a program that makes one TLS connection, run by {@code
 * check} and by {@code xargs -P} on the same scenarios, alternately. The servers of each run are
 * new, so that they are equally cold.
 */
final class CheckBench {

  private static final String BASELINE = "baseline/tls13";

  private static final Goal GOAL = Goal.atMost(1.2);

  private static final String PROGRAM =
      "openssl s_client -connect %s:%s -servername %s </dev/null >/dev/null 2>&1; echo OK";

  private final BenchOptions options;
  private final int jobs;
  private final String only;

  /**
   * The runs of one kind.
   *
   * @param start on the baseline alone, which every run checks twice
   * @param whole on all scenarios
   */
  record Kind(TimedRuns start, TimedRuns whole) {

    Kind(String name) {
      this(new TimedRuns(name + ", start-up and baseline"), new TimedRuns(name));
    }

    /** Returns the wall time of each run without its start-up, divided by that of the loop. */
    Figure besideThe(TimedRuns loop) {
      String name = whole.name() + " without start-up";
      Samples ratios = whole.wall().minus(start.wall()).dividedBy(loop.wall());
      return (ratios.min() <= 0
              ? Figure.notMeasured(
                  name,
                  "a start-up took as long as a whole run; measure more servers, on a machine"
                      + " without other work")
              : Figure.of(name, "times the loop", ratios))
          .goal(GOAL);
    }
  }

  /**
   * The result.
   *
   * @param servers the number of scenarios
   * @param loop the runs of the bare loop
   * @param own a check that starts the servers itself
   * @param against a check of running servers
   */
  record Result(int servers, TimedRuns loop, Kind own, Kind against) {}

  /**
   * @param jobs how many programs run at once
   * @param only the scenarios, as for {@code --only}; those that keep a client waiting are left out
   */
  CheckBench(BenchOptions options, int jobs, String only) {
    this.options = options;
    this.jobs = jobs;
    this.only = only;
  }

  Result run() throws IOException {
    Path directory = Files.createTempDirectory("ats-harness-bench-check");
    try {
      List<String> scenarios = scenarios();
      TimedRuns loop = new TimedRuns("xargs -P");
      Kind own = new Kind("check");
      Kind against = new Kind("check --against");
      for (int round = 1; round <= options.rounds(); round++) {
        options.progress("check", round);
        try (ServeProcess serve = serve(scenarios)) {
          loop.add(TimedProcess.run(loop(directory, serve.manifest()), directory.resolve("loop")));
        }
        own.start().add(check(directory, List.of(BASELINE)));
        own.whole().add(check(directory, scenarios));
        try (ServeProcess serve = serve(scenarios)) {
          Path ready = directory.resolve("ready.json");
          Files.writeString(ready, serve.json());
          String[] there = {"--against", ready.toString()};
          against.start().add(check(directory, List.of(BASELINE), there));
          against.whole().add(check(directory, scenarios, there));
        }
      }
      return new Result(scenarios.size(), loop, own, against);
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Returns the baseline and the chosen scenarios, without those that keep a client waiting. */
  private List<String> scenarios() throws IOException {
    try (ServeProcess serve = serve(List.of(BASELINE, only))) {
      return serve.manifest().endpoints().stream()
          .map(Manifest.Endpoint::id)
          .filter(id -> !id.startsWith("network/"))
          .toList();
    }
  }

  private static ServeProcess serve(List<String> scenarios) throws IOException {
    return ServeProcess.start(only(scenarios).toArray(String[]::new));
  }

  private static List<String> only(List<String> scenarios) {
    return scenarios.stream().flatMap(id -> Stream.of("--only", id)).toList();
  }

  private List<String> loop(Path directory, Manifest manifest) throws IOException {
    Path list = directory.resolve("list");
    Files.write(
        list,
        manifest.endpoints().stream()
            .map(Manifest.Endpoint::location)
            .map(there -> there.address() + " " + there.port() + " " + there.host())
            .toList());
    return List.of(
        "xargs",
        "-a",
        list.toString(),
        "-P",
        String.valueOf(jobs),
        "-L",
        "1",
        "/bin/sh",
        "-c",
        String.format(PROGRAM, "\"$1\"", "\"$2\"", "\"$3\""),
        "sh");
  }

  private TimedProcess check(Path directory, List<String> scenarios, String... more)
      throws IOException {
    Path errors = directory.resolve("errors");
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" 2>\"$0\"", errors.toString()));
    command.addAll(ServeProcess.harness());
    command.addAll(List.of("check", "--jobs", String.valueOf(jobs), "--exec"));
    command.add(String.format(PROGRAM, "{address}", "{port}", "{sni}"));
    command.addAll(only(scenarios));
    command.addAll(List.of(more));
    TimedProcess run = TimedProcess.run(command, directory.resolve("check"));
    if (run.status() > 1) { // "OK" at a server with a fault is a deviation
      throw new IOException(
          "'check' ended with exit status " + run.status() + ": " + Files.readString(errors));
    }
    return run;
  }
}
