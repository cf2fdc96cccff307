package dev.atsharness.cli.internal.bench;

import dev.atsharness.io.internal.TemporaryFiles;
import dev.atsharness.server.Manifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ats-harness bench probe}. */
@Command(
    name = "probe",
    description = {
      "Measures 'probe --from' over many servers on this computer, of which every tenth is wrong in"
          + " one of eleven ways. All reports are written. The servers are a second process."
    },
    footer = {
      "",
      "Examples:",
      "  ats-harness bench probe                  1,000 servers, 100 of them wrong",
      "  ats-harness bench probe --servers 200 --memory 64"
    })
public final class ProbeBenchCommand implements Callable<Integer> {

  private static final double MIB = 1024.0 * 1024;

  @Option(
      names = "--servers",
      paramLabel = "N",
      defaultValue = "1000",
      converter = CountReader.class,
      description = "how many servers there are (${DEFAULT-VALUE})")
  private int servers;

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      defaultValue = "160",
      converter = CountReader.class,
      description = "the heap of the program that probes, in MiB (${DEFAULT-VALUE})")
  private int memory;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "16",
      converter = CountReader.class,
      description = "how many servers are visited at once (${DEFAULT-VALUE})")
  private int jobs;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    Path directory = TemporaryFiles.directory("ats-harness-bench-probe", "the benchmark");
    try (GeneratedScenarios scenarios = GeneratedScenarios.audited(servers)) {
      err.println("bench: starting " + servers + " servers");
      err.flush();
      try (ServeProcess serve =
          ServeProcess.start(
              "--scenarios", scenarios.directory().toString(), "--only", GeneratedScenarios.GLOB)) {
        Manifest manifest = serve.manifest();
        Path list = write(directory, manifest);
        err.println("bench: probing");
        err.flush();
        print(TimedProcess.run(command(directory, list), directory.resolve("out.txt")), directory);
      }
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    return 0;
  }

  private static Path write(Path directory, Manifest manifest) throws IOException {
    Files.writeString(directory.resolve("ca.pem"), manifest.ca().pem());
    List<String> lines = new ArrayList<>(List.of("url,owner,resolve"));
    manifest.endpoints().stream()
        .filter(endpoint -> endpoint.id().startsWith("bench/"))
        .forEach(
            endpoint ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "https://%s:%d/,Team %d,%s",
                        endpoint.location().host(),
                        endpoint.location().port(),
                        lines.size() % 20,
                        endpoint.location().address())));
    return Files.write(directory.resolve("servers.csv"), lines);
  }

  private List<String> command(Path directory, Path list) {
    List<String> command = new ArrayList<>(ServeProcess.harness());
    command.add(command.indexOf("-cp"), "-Xmx" + memory + "m"); // the last one counts
    command.addAll(
        List.of(
            "probe",
            "--from",
            list.toString(),
            "--ca",
            directory.resolve("ca.pem").toString(),
            "--jobs",
            String.valueOf(jobs),
            "--resume",
            directory.resolve("results.jsonl").toString()));
    for (String form : List.of("html", "csv", "markdown", "junit", "sarif")) {
      command.addAll(List.of("--" + form, directory.resolve("report." + form).toString()));
    }
    return command;
  }

  private void print(TimedProcess run, Path directory) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<String> said = Files.readAllLines(directory.resolve("out.txt"));
    out.println(said.get(said.size() - 1));
    out.printf(
        Locale.ROOT,
        "exit status %d, %.1f s wall, %.1f s cpu%n",
        run.status(),
        run.wallSeconds(),
        run.cpuSeconds());
    out.println(
        run.peakMemory().isPresent()
            ? String.format(Locale.ROOT, "peak memory %.0f MiB", run.peakMemory().getAsLong() / MIB)
            : "peak memory not measured: this system has no /proc");
    out.flush();
  }
}
