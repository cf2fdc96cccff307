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
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures how long it takes to explain a long log, alternating with GNU grep, which finds the same
 * lines.
 */
final class LogBench {

  private static final int SEED = 1;
  private static final double MIB = 1024.0 * 1024;

  /** The goals are for long logs. */
  private static final long JUDGED_SIZE = 1L << 30;

  private static final String PEER = "grep";
  private static final String PATTERN = "ATS.*violation";

  /** The exit status of {@code log explain} if there are violations. */
  private static final int VIOLATIONS = 1;

  /** The goals at two densities: lines per violation, and times the speed of grep. */
  private static final Map<Integer, Goal> GOALS =
      Map.of(SyntheticLog.LINES_PER_VIOLATION, Goal.atLeast(0.9), 200, Goal.atLeast(0.5));

  private final long size;
  private final SyntheticLog content;
  private final int linesPerViolation;
  private final BenchOptions options;

  /**
   * @param size of the log, in bytes
   * @param linesPerViolation how many lines of the log there are for each violation
   * @throws IllegalArgumentException if such a log cannot be made
   */
  LogBench(long size, int linesPerViolation, BenchOptions options) {
    this.size = size;
    this.content = new SyntheticLog(SEED, linesPerViolation);
    this.linesPerViolation = linesPerViolation;
    this.options = options;
  }

  /** Returns for example "1 violation in 20,000 lines". */
  private String density() {
    return "1 violation in " + Measurements.count(linesPerViolation) + " lines";
  }

  void run(Measurements measured) throws IOException {
    TimedRuns grep = new TimedRuns(version() + ", " + density());
    TimedRuns ours = new TimedRuns("log explain, " + density());
    Path directory = TemporaryFiles.directory("ats-harness-bench", "the benchmark");
    Path log = directory.resolve("device.log");
    Path found = directory.resolve("found.txt");
    Path explained = directory.resolve("explained.json");
    try {
      options.progress("writing a log of " + size + " bytes, " + density());
      long violations;
      try (OutputStream out = Files.newOutputStream(log)) {
        violations = content.write(out, size);
      }
      warm(log);
      for (int round = 1; round <= options.rounds(); round++) {
        options.progress(density(), round);
        grep.add(expect(0, TimedProcess.run(List.of(PEER, "-ai", PATTERN, log.toString()), found)));
        ours.add(expect(VIOLATIONS, TimedProcess.run(explain(log), explained)));
        requireSame(violations, found, explained);
      }
      measured.add(ours);
      measured.add(grep);
      compare(ours, grep, linesPerViolation, size).forEach(measured::add);
      measured.note(density() + ": " + Measurements.count(violations) + " violations");
    } finally {
      for (Path file : List.of(log, found, explained, directory)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Compares the speeds; only that by wall time has a goal. */
  static List<Figure> compare(TimedRuns ours, TimedRuns grep, int linesPerViolation, long size) {
    Figure speed =
        Figure.of(ours.name(), "times as fast as grep", grep.wall().dividedBy(ours.wall()));
    Goal goal = GOALS.get(linesPerViolation);
    if (goal != null) {
      speed = speed.goal(goal);
      if (size < JUDGED_SIZE) {
        speed =
            speed.notJudged(
                "the log is shorter than 1 GiB, so that the start of the program counts too much");
      }
    }
    String memory = "peak memory of " + ours.name();
    return List.of(
        speed,
        Figure.of(
            ours.name() + ", by processor time",
            "times as fast as grep",
            grep.cpu().dividedBy(ours.cpu())),
        ours.peakMemory().isPresent()
            ? Figure.of(memory, "MiB", Samples.of(ours.peakMemory().getAsLong() / MIB))
            : Figure.notMeasured(memory, "this system has no /proc"));
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
