package dev.atsharness.cli.bench;

import dev.atsharness.drill.internal.SyntheticLog;
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

/** Explains a long log, in turn with what GNU grep takes to find the same lines in it. */
final class LogBench {

  private static final String PEER = "grep";
  private static final String PATTERN = "ATS.*violation";

  /** What {@code log explain} exits with where there are violations. */
  private static final int VIOLATIONS = 1;

  private final long size;
  private final SyntheticLog content;
  private final int rounds;
  private final Consumer<String> progress;

  /**
   * @param size of the log, in bytes
   * @param content what is in it
   * @param rounds how often each is run
   * @param progress told what is being done
   */
  LogBench(long size, SyntheticLog content, int rounds, Consumer<String> progress) {
    this.size = size;
    this.content = content;
    this.rounds = rounds;
    this.progress = progress;
  }

  /**
   * What was found.
   *
   * @param size of the log, in bytes
   * @param violations how many there are in it
   * @param peer which grep
   * @param ours one for each round
   * @param grep the same
   */
  record Result(
      long size, long violations, String peer, List<TimedProcess> ours, List<TimedProcess> grep) {

    /** How many times as fast as grep, by wall time. */
    Samples speedByWall() {
      Samples ratios = new Samples();
      for (int i = 0; i < ours.size(); i++) {
        ratios.add(grep.get(i).wallSeconds() / ours.get(i).wallSeconds());
      }
      return ratios;
    }

    /** The same by processor time. */
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
    Path directory = Files.createTempDirectory("ats-harness-bench");
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

  /** So that the first round does not wait for the disk. */
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

  /** A program that is fast because it finds less is not faster. */
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
      throw new IOException("this is measured beside GNU grep; the one here says: " + version);
    }
    return version;
  }
}
