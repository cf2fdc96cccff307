package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atsharness.testing.SyntheticLogArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
    Program.requireSignal(signal, number);
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
        Program.of(
                "check",
                "--all",
                "--only",
                "handshake/no-ems",
                "--checker",
                DEVICE,
                "--exec",
                "sh '" + stubborn + "'",
                "--json",
                json)
            .redirectOutput(out.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> Files.exists(pid));
      Program.send(signal, check);
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

  /** The program that converts a log is ended, and what was unpacked for it is removed. */
  @ParameterizedTest
  @CsvSource({"INT, 2", "TERM, 15"})
  void leavesNothingOfALogThatIsConverted(String signal, int number) throws Exception {
    Program.requireSignal(signal, number);
    Path archive = SyntheticLogArchive.write(directory.resolve("in/a.logarchive"), 1, 0);
    Path zip = directory.resolve("sysdiagnose.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("a.logarchive/Persist/1.tracev3"));
      Files.copy(archive.resolve("Persist/0000000000000001.tracev3"), out);
    }
    Path pid = directory.resolve("pid");
    Path program = directory.resolve("iterator");
    Files.writeString(
        program,
        """
        #!/bin/sh
        trap '' INT TERM
        echo $$ > '%1$s.new' && mv '%1$s.new' '%1$s'
        while :; do sleep 60; done
        """
            .formatted(pid));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    ProcessBuilder builder =
        Program.of("log", "explain", zip)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectErrorStream(true);
    builder.command().add(1, "-Djava.io.tmpdir=" + temporary);
    builder.environment().put("ATS_HARNESS_UNIFIEDLOG_ITERATOR", program.toString());
    Process explain = builder.start();
    try {
      await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> Files.exists(pid));
      assertThat(copies(temporary)).hasSize(1);
      Program.send(signal, explain);
      assertThat(explain.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      explain.destroyForcibly();
    }

    assertThat(explain.exitValue()).isEqualTo(128 + number);
    assertThat(copies(temporary)).isEmpty();
    await()
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .until(
            () ->
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                    .filter(ProcessHandle::isAlive)
                    .isEmpty());
  }

  private static List<Path> copies(Path temporary) throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("ats-harness-log-"))
          .toList();
    }
  }
}
