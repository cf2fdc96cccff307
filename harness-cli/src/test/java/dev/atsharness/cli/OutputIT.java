package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.io.internal.LineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outputs of a real process that cannot be written: pipes, limits, signals. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "/dev/full is of Linux")
class OutputIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String BASELINE = " --checker simulated-device --only 'baseline/*' ";

  @TempDir Path directory;

  /** The status is that of the program, not of the last of a pipe. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          list > /dev/full       | the standard output cannot be written: the disk is full
          list --json >&-        | the standard output cannot be written: it is closed
          serve --https-port 0 --http-port 0 --first-port 0 --console-port 0 --only 'baseline/*' > /dev/full | the disk is full
          """)
  void aStandardOutputThatCannotBeWrittenIsAnError(String command, String words) throws Exception {
    assertThat(shell("ats " + command)).isEqualTo(ExitCode.FAILURE);
    assertThat(errors().lines())
        .filteredOn(line -> line.startsWith("ats-harness: "))
        .singleElement()
        .asString()
        .contains(words);
  }

  @Test
  void aPipeThatIsClosedEndsQuietly() throws Exception {
    shell("{ ats list --json; echo $? > status; } | head -c 1 > /dev/null");

    assertThat(directory.resolve("status")).hasContent("3");
    assertThat(errors()).isEmpty();
  }

  @Test
  void anOldReportSurvivesAFullDisk() throws Exception {
    Path report = Files.writeString(directory.resolve("report.html"), "the old report");

    // In blocks of 512 bytes: enough for the Java that runs, not for the report.
    assertThat(shell("ulimit -f 64; ats check --html report.html" + BASELINE))
        .isEqualTo(ExitCode.FAILURE);

    assertThat(errors())
        .contains("--html report.html cannot be written: the file is larger than is allowed here");
    assertThat(report).hasContent("the old report");
    assertThat(names()).noneMatch(name -> name.startsWith(".report"));
  }

  /** The runs are void, and say which file could not be written. */
  @Test
  void aRunWhosePartialFileCannotBeWrittenIsVoid() throws Exception {
    assertThat(shell("ulimit -f 64; ats check --json r.json" + BASELINE))
        .isEqualTo(ExitCode.FAILURE);

    assertThat(ResultFile.read(directory.resolve("r.json")).isVoid()).isTrue();
    assertThat(Files.readString(directory.resolve("out")))
        .contains("r.json.partial.jsonl cannot be written: the file is larger than is allowed");
  }

  @Test
  void theLinesOnAFullDiskAreWhole() throws Exception {
    assertThat(
            shell(
                "ulimit -f 8; exec $JAVA -XX:-UsePerfData -cp \"$CP\" "
                    + Filler.class.getName().replace("$", "\\$")
                    + " lines"))
        .isEqualTo(ExitCode.FAILURE);

    assertThat(errors()).contains("lines cannot be written: the file is larger than is allowed");
    assertThat(Files.readAllLines(directory.resolve("lines")))
        .hasSizeGreaterThan(10)
        .allMatch(Filler.LINE::equals);
    assertThat(Files.readString(directory.resolve("lines"))).endsWith("\n");
  }

  /** Adds lines to a file until it cannot. */
  static final class Filler {

    private static final String LINE = "a line whose length does not divide a block";

    private Filler() {}

    public static void main(String[] arguments) throws IOException {
      try (LineFile lines = LineFile.create(Path.of(arguments[0]))) {
        while (true) {
          lines.add(LINE);
        }
      } catch (IOException e) {
        System.err.println(e.getMessage());
        System.exit(ExitCode.FAILURE);
      }
    }
  }

  @Test
  void thePartialFileOfAKilledRunIsReadable() throws Exception {
    Path partial = directory.resolve("r.json.partial.jsonl");
    Process check =
        start(
            "exec $ATS check --json r.json --jobs 1 --only 'handshake/*' --checker"
                + " simulated-device:ios-26.5-system --exec 'sleep 600'");
    try {
      await().atMost(PATIENCE).until(() -> Files.exists(partial) && size(partial) > 20_000);
    } finally {
      check.destroyForcibly();
    }
    assertThat(check.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    byte[] whole = Files.readAllBytes(partial);
    // Killed at any byte of its last lines, the file is still readable.
    for (int cut : List.of(0, 1, 7, 300, 1500)) {
      Files.write(partial, Arrays.copyOf(whole, whole.length - cut));
      ConformanceResult result = ResultFile.read(partial);
      assertThat(result.checkers()).isNotEmpty();
    }
  }

  @Test
  void aMissingTemporaryDirectoryIsNotTheCheckersFault() throws Exception {
    assertThat(
            shell(
                "$JAVA -Djava.io.tmpdir=/nonexistent -cp \"$CP\" dev.atsharness.cli.Main"
                    + " check --exec 'echo OK' --only 'baseline/*'"))
        .isEqualTo(ExitCode.FAILURE);

    assertThat(errors())
        .contains("the directory /nonexistent does not exist", "-Djava.io.tmpdir=DIR")
        .doesNotContain("failed at the baseline");
    assertThat(directory.resolve("out")).isEmptyFile();
  }

  /** The shell's limit is for both: what is allowed now, and what may be allowed. */
  @Test
  void tooFewFileDescriptorsAreMentionedAtTheStart() throws Exception {
    String ports = " --https-port 0 --http-port 0 --first-port 0 --console-port 0 ";
    assertThat(shell("ulimit -n 250; ats serve" + ports)).isEqualTo(ExitCode.FAILURE);
    assertThat(errors())
        .contains("file descriptors, and this process may have 250")
        .containsPattern("not enough for the ports; allow more \\(ulimit -n \\d+\\), or serve");

    assertThat(shell("ulimit -n 500; ats check --checker simulated-device --only baseline/tls13"))
        .isEqualTo(ExitCode.OK);
    assertThat(errors())
        .contains("this process may have 500, so the endpoints take at most")
        .containsPattern("allow more with ulimit -n \\d+");
  }

  private int shell(String script) throws Exception {
    Process process = start(script);
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(String script) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", "ats() { $ATS \"$@\"; }\n" + script)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    builder.environment().put("JAVA", java);
    builder.environment().put("CP", System.getProperty("java.class.path"));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("ATS", java + " -Xshare:auto dev.atsharness.cli.Main");
    return builder.start();
  }

  private String errors() throws IOException {
    return Files.readString(directory.resolve("err"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static long size(Path file) throws IOException {
    return Files.size(file);
  }
}
