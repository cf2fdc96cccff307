package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atsharness.testing.Skip;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The results and processes that remain after a run is stopped by a signal. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the checker is a shell script")
class StopIT {

  private static final String DEVICE = "simulated-device:ios-26.5-system";
  private static final long PATIENCE_SECONDS = 60;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"INT, 2", "TERM, 15"})
  void printsWhatIsKnownAndStopsTheCheckers(String signal, int number) throws Exception {
    Skip.unless(!ignored(number), "this JVM was started with SIG" + signal + " ignored");
    Path pid = directory.resolve("pid");
    Path json = directory.resolve("result.json");
    Path stubborn =
        Files.writeString(
            directory.resolve("stubborn"),
            """
            trap '' INT TERM
            echo $$ > '%1$s.new' && mv '%1$s.new' '%1$s'
            while :; do sleep 60; done
            """
                .formatted(pid));
    Path out = directory.resolve("out");
    Process check =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "check",
                "--all",
                "--only",
                "handshake/no-ems",
                "--checker",
                DEVICE,
                "--exec",
                "sh '" + stubborn + "'",
                "--json",
                json.toString())
            .redirectOutput(out.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> Files.exists(pid));
      send(signal, check);
      assertThat(check.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      check.destroyForcibly();
    }

    assertThat(check.exitValue()).isEqualTo(128 + number);
    assertThat(Files.readString(out))
        .containsPattern("handshake/no-ems +agreed +-")
        .containsPattern("stubborn: void. the run was stopped");
    assertThat(Files.readString(json)).contains("\"void\" : \"the run was stopped\"");
    assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))).isEmpty();
  }

  private static void send(String signal, Process process)
      throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid())
            .inheritIO()
            .start()
            .waitFor();
    assertThat(status).isZero();
  }

  /** Whether this JVM ignores the signal; then its children ignore it too (proc_pid_status(5)). */
  private static boolean ignored(int signal) throws IOException {
    File status = new File("/proc/self/status");
    return status.exists()
        && Files.readAllLines(status.toPath()).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(
                line -> {
                  long mask = Long.parseUnsignedLong(line.substring(7).strip(), 16);
                  return ((mask >> (signal - 1)) & 1) == 1;
                });
  }
}
