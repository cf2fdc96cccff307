package dev.atsharness.server.proof;

import dev.atsharness.testing.OutsideProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program to run, with empty standard input and its two outputs joined.
 *
 * @param arguments the program and its arguments
 * @param limit maximum run time; then the program and its children are killed
 */
public record Command(List<String> arguments, Duration limit) {

  private static final int MAX_OUTPUT_BYTES = 8 << 20;
  private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(1);

  static Command of(String... arguments) {
    return new Command(List.of(arguments), DEFAULT_LIMIT);
  }

  Command within(Duration other) {
    return new Command(arguments, other);
  }

  /** Whether a program of this name is on the PATH. */
  static boolean isInstalled(String program) {
    return OutsideProgram.find(program).isPresent();
  }

  /** The program's output, for any exit status. */
  public String output() throws InterruptedException {
    return output(new byte[0]);
  }

  /**
   * The program's output for this input.
   *
   * @throws IllegalStateException if it takes too long or prints too much
   */
  String output(byte[] input) throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(arguments).redirectErrorStream(true);
    builder.environment().putAll(Map.of("LC_ALL", "C", "TERM", "dumb"));
    Process process;
    try {
      process = builder.start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input);
      } catch (IOException closedByProgram) {
        // The program may end, or stop reading, before it has read all its input.
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + arguments.get(0), e);
    }
    CompletableFuture<byte[]> printed = CompletableFuture.supplyAsync(() -> read(process));
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("took more than " + limit + ": " + arguments);
      }
      byte[] bytes = printed.join();
      if (bytes.length > MAX_OUTPUT_BYTES) {
        throw new IllegalStateException("printed too much: " + arguments);
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static byte[] read(Process process) {
    try (InputStream out = process.getInputStream()) {
      return out.readNBytes(MAX_OUTPUT_BYTES + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
