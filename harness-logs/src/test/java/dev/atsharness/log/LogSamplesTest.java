package dev.atsharness.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.testing.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Reads lines that real systems wrote. They are not part of this project: {@code
 * -Dats-harness.log-samples=DIRECTORY} names their directory; without it the tests are skipped.
 */
class LogSamplesTest {

  private static final String DIRECTORY = System.getProperty("ats-harness.log-samples");

  private final LogReader reader = new LogReader(Clock.systemUTC());

  @BeforeEach
  void samplesAreHere() {
    Skip.unless(DIRECTORY != null, "-Dats-harness.log-samples is not set");
  }

  @Test
  void everySampleIsReadAndItsTimesAreUnderstood() throws IOException {
    List<Path> samples;
    try (Stream<Path> files = Files.list(Path.of(DIRECTORY))) {
      samples = files.filter(file -> !file.toString().endsWith(".md")).sorted().toList();
    }
    assertThat(samples).isNotEmpty();

    for (Path sample : samples) {
      LogSummary summary = reader.read(sample, found -> {});
      boolean hasTimes = Files.readString(sample).matches("(?s).*\\d\\d:\\d\\d:\\d\\d.*");
      assertThat(summary.first().isPresent()).as(sample.toString()).isEqualTo(hasTimes);
    }
  }

  @Test
  void violationsInSamplesHaveProcessServerAndTime() throws IOException {
    List<LoggedViolation> found = new ArrayList<>();
    for (String sample :
        List.of(
            "pymobiledevice3-syslog.jsonl",
            "unifiedlog_iterator-schema.csv",
            "unifiedlog_iterator-schema.jsonl")) {
      reader.read(Path.of(DIRECTORY, sample), found::add);
    }

    assertThat(found)
        .hasSize(3)
        .allSatisfy(
            violation -> {
              assertThat(violation.violation()).isPresent();
              assertThat(violation.process()).isEqualTo("mdmd");
              assertThat(violation.server()).endsWith(".example.test");
              assertThat(violation.timestamp()).isPresent();
              assertThat(violation.level()).isEqualToIgnoringCase("error");
            });
  }

  @Test
  void everyMessageInTheStringListsIsRecognised() throws IOException {
    List<String> formats =
        Files.readAllLines(Path.of(DIRECTORY, "boringssl-ats-format-strings.txt")).stream()
            .filter(line -> line.startsWith("%{public}s(%d)"))
            .toList();
    assertThat(formats).isNotEmpty();

    for (String format : formats) {
      String message =
          format
              .replace("[%p]", "[0x12e2e6200]")
              .replaceAll("%z?[ud]", "7")
              .replaceAll("%(\\{public\\})?s", "word");
      assertThat(
              reader.read(
                  "2026-04-30 10:12:33.456789+0200 0x1a2b3    Info        0x0                  412"
                      + "    0    mdmclient: (libboringssl.dylib) [com.apple.network:boringssl] "
                      + message))
          .as(message)
          .singleElement()
          .satisfies(found -> assertThat(found.violation()).isPresent());
    }
  }

  /**
   * Puts a violation after each line of a sample; all of them are found, so every line is an event.
   */
  @Test
  void everyRealLineIsAnEventWithAProcess() throws IOException {
    for (String sample :
        List.of(
            "default-style.txt",
            "syslog-style.txt",
            "compact-style.txt",
            "idevicesyslog-style.txt")) {
      List<String> lines =
          Files.readAllLines(Path.of(DIRECTORY, sample)).stream()
              .filter(line -> line.matches(".*\\d\\d:\\d\\d:\\d\\d.*"))
              .toList();
      String log =
          String.join(" [ATS violation]: Did not use TLS for server: a.example\n", lines) + "\n";

      List<LoggedViolation> found = reader.read(log);

      assertThat(found).as(sample).hasSize(lines.size() - 1);
      assertThat(found)
          .as(sample)
          .allSatisfy(
              violation -> {
                assertThat(violation.process()).isNotEmpty().doesNotContain("(", "[", ":");
                assertThat(violation.timestamp()).isPresent();
              });
    }
  }

  @Test
  void realLinesThatAMailProgramWrappedAreTwoEvents() throws IOException {
    String log = Files.readString(Path.of(DIRECTORY, "default-style-boringssl-wrapped.txt"));

    assertThat(reader.read(log.replace("Client\n", "[ATS violation]: New\n")))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.process()).isEqualTo("BlockBlock");
              assertThat(found.message()).isEqualTo("[ATS violation]: New session cache miss");
            });
  }
}
