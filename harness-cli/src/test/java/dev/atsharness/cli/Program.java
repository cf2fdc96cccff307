package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.testing.Skip;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs commands in processes of their own, which have an environment and get signals. */
final class Program {

  private Program() {}

  /** A process for a command. */
  static ProcessBuilder of(Object... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command);
  }

  /** A process for the command serve, on free ports. */
  static ProcessBuilder serving(Path ready, Object... options) {
    Stream<Object> free =
        Stream.of("--https-port", "--http-port", "--first-port", "--console-port")
            .flatMap(port -> Stream.of(port, 0));
    return of(
        Stream.of(Stream.of("serve", "--ready-file", ready), free, Stream.of(options))
            .flatMap(part -> part)
            .toArray());
  }

  /** Skips the test if processes that are started here ignore the signal. */
  static void requireSignal(String signal, int number) throws IOException {
    Skip.unless(!ignored(number), "this JVM was started with SIG" + signal + " ignored");
  }

  /** Whether this JVM ignores the signal; then its children ignore it too (proc_pid_status(5)). */
  private static boolean ignored(int signal) throws IOException {
    File status = new File("/proc/self/status");
    return status.exists()
        && Files.readAllLines(status.toPath()).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .anyMatch(mask -> ((mask >> (signal - 1)) & 1) == 1);
  }

  static void send(String signal, Process process) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid())
            .inheritIO()
            .start()
            .waitFor();
    assertThat(status).isZero();
  }
}
