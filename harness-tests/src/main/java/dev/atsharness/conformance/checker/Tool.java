package dev.atsharness.conformance.checker;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Runs an outside program in bounds: limited time, limited output, no input; one that is stopped is
 * stopped with its whole process tree.
 */
final class Tool {

  /** Most output kept, in bytes; the rest is read and dropped, so that the program can end. */
  static final int MAX_OUTPUT = 1 << 20;

  /** How long processes that were asked to stop may clean up after themselves. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /**
   * What came of a run.
   *
   * @param exit exit status; empty if the program was stopped
   * @param output standard output, at most {@link #MAX_OUTPUT} bytes
   * @param errors standard error, at most as much
   */
  record Run(Optional<Integer> exit, String output, String errors) {

    /** Everything it said. */
    String streams() {
      return output + errors;
    }
  }

  private Tool() {}

  /** The first of these commands that is on the search path; one with a slash is a path. */
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
   * Runs a program to its end, or until the time is up or this thread is interrupted.
   *
   * @param environment set on top of the inherited one
   * @throws IOException if the program cannot be started
   */
  static Run run(
      List<String> command, Path directory, Map<String, String> environment, Duration limit)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().putAll(environment);
    Process process = builder.start();
    Drain output = Drain.of(process.getInputStream());
    Drain errors = Drain.of(process.getErrorStream());
    boolean ended = false;
    try {
      ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      stop(process);
    }
    return new Run(
        ended ? Optional.of(process.exitValue()) : Optional.empty(), output.text(), errors.text());
  }

  /**
   * Asks the whole tree to stop, from the root down, so that a script hears of it before its child
   * ends; then makes it.
   */
  private static void stop(Process process) {
    List<ProcessHandle> tree =
        Stream.concat(Stream.of(process.toHandle()), process.descendants())
            .filter(ProcessHandle::isAlive)
            .toList();
    if (tree.isEmpty()) {
      return;
    }
    tree.forEach(ProcessHandle::destroy);
    awaitExit(tree);
    // What was started meanwhile hangs below what is still alive.
    List<ProcessHandle> stubborn =
        tree.stream()
            .flatMap(handle -> Stream.concat(handle.descendants(), Stream.of(handle)))
            .filter(ProcessHandle::isAlive)
            .toList();
    stubborn.forEach(ProcessHandle::destroyForcibly);
    awaitExit(stubborn);
  }

  private static void awaitExit(List<ProcessHandle> processes) {
    CompletableFuture.allOf(
            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, GRACE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  /** One of a program's streams, read while it runs. */
  private record Drain(InputStream pipe, CompletableFuture<String> whole) {

    static Drain of(InputStream pipe) {
      return new Drain(pipe, CompletableFuture.supplyAsync(() -> drain(pipe)));
    }

    private static String drain(InputStream pipe) {
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      try (pipe) {
        for (int n = pipe.read(buffer); n >= 0; n = pipe.read(buffer)) {
          kept.write(buffer, 0, Math.min(n, MAX_OUTPUT - kept.size()));
        }
      } catch (IOException e) {
        // A program that is stopped closes its end at any point; what came until then counts.
        if (kept.size() == 0) {
          throw new UncheckedIOException(e);
        }
      }
      return kept.toString(StandardCharsets.UTF_8);
    }

    /** A process that left the tree can hold the pipe open for ever; it is not waited for. */
    String text() throws IOException, InterruptedException {
      try {
        return whole.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        pipe.close();
        return "";
      } catch (ExecutionException e) {
        return "";
      }
    }
  }
}
