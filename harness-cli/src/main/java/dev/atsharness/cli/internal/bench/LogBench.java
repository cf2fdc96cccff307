package dev.atsharness.cli.internal.bench;

import dev.atsharness.drill.internal.SyntheticLog;
import dev.atsharness.io.internal.TemporaryFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures how long it takes to explain a long log, alternating with GNU grep, which finds the same
 * lines.
 */
final class LogBench {

  private static final String PEER = "grep";
  private static final String PATTERN = "ATS.*violation";

  /** The exit status of {@code log explain} if there are violations. */
  private static final int VIOLATIONS = 1;

  private final long size;
  private final SyntheticLog content;
  private final int rounds;
  private final Consumer<String> progress;

  /**
   * @param size of the log, in bytes
   * @param content the content of the log
   * @param rounds how often each program is run
   * @param progress receives what is being done
   */
  LogBench(long size, SyntheticLog content, int rounds, Consumer<String> progress) {
    this.size = size;
    this.content = content;
    this.rounds = rounds;
    this.progress = progress;
  }

  /**
   * The result of the measurement.
   *
   * @param size of the log, in bytes
   * @param violations the number of violations in the log
   * @param peer the version of grep
   * @param ours the runs of {@code log explain}, one for each round
   * @param grep the runs of grep, one for each round
   */
  record Result(
      long size, long violations, String peer, List<TimedProcess> ours, List<TimedProcess> grep) {

    /** Returns how many times as fast as grep it is, by wall time. */
    Samples speedByWall() {
      Samples ratios = new Samples();
      for (int i = 0; i < ours.size(); i++) {
        ratios.add(grep.get(i).wallSeconds() / ours.get(i).wallSeconds());
      }
      return ratios;
    }

    /** Returns how many times as fast as grep it is, by processor time. */
    Samples speedByCpu() {
      Samples ratios = new Samples();
      for (int i = 0; i < ours.size(); i++) {
        ratios.add(grep.get(i).cpuSeconds() / ours.get(i).cpuSeconds());
      }
      return ratios;
    }

    OptionalLong peakMemory() {
      return ours.stream().flatMapToLong(run -> run.peakMemory().stream()).max();
    }
  }

  Result run() throws IOException {
    String peer = version();
    Path directory = TemporaryFiles.directory("ats-harness-bench", "the benchmark");
    Path log = directory.resolve("device.log");
    Path found = directory.resolve("found.txt");
    Path explained = directory.resolve("explained.json");
    try {
      progress.accept("writing a log of " + size + " bytes");
      long violations;
      try (OutputStream out = Files.newOutputStream(log)) {
        violations = content.write(out, size);
      }
      warm(log);
      List<TimedProcess> ours = new ArrayList<>();
      List<TimedProcess> grep = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        progress.accept("round " + round + " of " + rounds);
        grep.add(expect(0, TimedProcess.run(List.of(PEER, "-ai", PATTERN, log.toString()), found)));
        ours.add(expect(VIOLATIONS, TimedProcess.run(explain(log), explained)));
        requireSame(violations, found, explained);
      }
      return new Result(Files.size(log), violations, peer, ours, grep);
    } finally {
      for (Path file : List.of(log, found, explained, directory)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static List<String> explain(Path log) {
    List<String> command = new ArrayList<>(ServeProcess.harness());
    command.addAll(List.of("log", "explain", "--json", log.toString()));
    return command;
  }

  /** Reads the log once, so that the first round does not wait for the disk. */
  private static void warm(Path log) throws IOException {
    try (InputStream in = Files.newInputStream(log)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static TimedProcess expect(int status, TimedProcess run) throws IOException {
    if (run.status() != status) {
      throw new IOException("a program that is measured ended with status " + run.status());
    }
    return run;
  }

  /** Checks that both found the same; a program that finds less is not faster. */
  private static void requireSame(long violations, Path found, Path explained) throws IOException {
    long lines;
    try (var all = Files.lines(found, StandardCharsets.ISO_8859_1)) {
      lines = all.count();
    }
    long read = JsonMapper.shared().readTree(explained.toFile()).path("violations").asLong();
    if (lines != violations || read != violations) {
      throw new IOException(
          violations + " violations were written, grep found " + lines + ", we " + read);
    }
  }

  private static String version() throws IOException {
    Process grep = new ProcessBuilder(PEER, "--version").redirectErrorStream(true).start();
    String version =
        new String(grep.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .findFirst()
            .orElse("");
    if (!version.contains("GNU grep")) {
      throw new IOException("this is compared with GNU grep; the installed one says: " + version);
    }
    return version;
  }
}
