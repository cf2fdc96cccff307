package dev.atsharness.conformance.checker.internal;

import dev.atsharness.conformance.CheckerOutput;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs an outside program with limited time, limited output, no input, and no process that outlives
 * it.
 */
final class Tool {

  /** The limit on the output to a stream, in bytes; a scanner writes some hundred thousand. */
  static final int MAX_OUTPUT = 4 << 20;

  /** An empty file. */
  static final File NO_INPUT =
      new File(
          System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")
              ? "NUL"
              : "/dev/null");

  /** How long a process that has closed its output may need to end on a busy machine. */
  private static final Duration ENDING = Duration.ofMillis(500);

  /**
   * The result of a run.
   *
   * @param exit exit status; empty if the program was stopped
   * @param flooded true if it was stopped because it wrote too much
   * @param left the number of processes that it left running when it ended; they were stopped
   * @param output standard output, at most {@link #MAX_OUTPUT} bytes
   * @param errors standard error, with the same limit
   */
  record Run(Optional<Integer> exit, boolean flooded, int left, String output, String errors) {

    /** Everything that it wrote to its streams. */
    String streams() {
      return output + errors;
    }

    /** Returns the output for a program that did not end by itself; empty if it did. */
    Optional<CheckerOutput> stopped(String name, Duration limit) {
      if (flooded) {
        return Optional.of(
            CheckerOutput.inconclusive(
                name + " wrote more than " + (MAX_OUTPUT >> 20) + " MiB and was stopped"));
      }
      return exit.isPresent() ? Optional.empty() : Optional.of(CheckerOutput.stopped(name, limit));
    }

    /**
     * Returns the checker's output, with the program's text and a note about processes that it left
     * running.
     */
    CheckerOutput complete(CheckerOutput report, String written) {
      CheckerOutput whole = report.withOutput(written);
      return left == 0
          ? whole
          : whole.withNote("it left " + left + (left == 1 ? " process" : " processes") + " behind");
    }
  }

  private Tool() {}

  /**
   * Returns the first of these commands that is on the search path; a command with a slash is a
   * path.
   */
  static Optional<Path> find(String searchPath, String... commands) {
    return Stream.of(commands)
        .flatMap(
            command ->
                command.contains("/")
                    ? Stream.of(Path.of(command))
                    : Stream.of(searchPath.split(File.pathSeparator))
                        .filter(directory -> !directory.isEmpty())
                        .map(directory -> Path.of(directory, command)))
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * Runs a program until it ends, the time is up or this thread is interrupted.
   *
   * @param environment variables in addition to the inherited ones
   * @throws IOException if the program cannot be started
   */
  static Run run(
      List<String> command, Path directory, Map<String, String> environment, Duration limit)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    return await(ProcessFamily.start(builder, NO_INPUT), limit);
  }

  /** Runs a prepared program, with the same limits. */
  static Run await(ProcessFamily family, Duration limit) throws InterruptedException {
    Process process = family.root();
    return await(
        family,
        Drain.of(process.getInputStream(), MAX_OUTPUT, process::destroyForcibly),
        Drain.of(process.getErrorStream(), MAX_OUTPUT, process::destroyForcibly),
        limit);
  }

  /** The same for a program whose streams are read in another way. */
  static Run await(ProcessFamily family, Drain output, Drain errors, Duration limit)
      throws InterruptedException {
    Process process = family.root();
    boolean ended = false;
    Duration patience = Duration.ZERO;
    int alive = 0;
    try {
      family.begin(output, errors);
      ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (ended) {
        awaitEnd(output, errors); // a child may write the last output
        patience = ENDING;
      }
    } finally {
      alive = family.stop(patience);
    }
    awaitEnd(output, errors);
    boolean flooded = output.flooded() || errors.flooded();
    return new Run(
        ended && !flooded ? Optional.of(process.exitValue()) : Optional.empty(),
        flooded,
        ended && !flooded ? alive : 0,
        output.text(),
        errors.text());
  }

  private static void awaitEnd(Drain output, Drain errors) throws InterruptedException {
    output.await(ProcessFamily.GRACE);
    errors.await(ProcessFamily.GRACE);
  }
}
