package dev.atsharness.conformance.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Lines that real systems wrote. They belong to others and lie beside the repository, if at all.
 */
class LogSamplesTest {

  private static final String ADDRESS = "0x12e2e6200";

  @Test
  void everyMessageInTheStringListsIsRecognised() throws IOException {
    List<String> formats =
        sample("boringssl-ats-format-strings.txt").stream()
            .filter(line -> line.startsWith("%{public}s(%d)"))
            .toList();
    assertThat(formats).isNotEmpty();

    for (String format : formats) {
      String message =
          format
              .replace("[%p]", "[" + ADDRESS + "]")
              .replaceAll("%z?[ud]", "7")
              .replaceAll("%(\\{public\\})?s", "word");
      List<LoggedViolation> read =
          LogReader.defaultStyle()
              .read(
                  "2026-04-30 10:12:33.456789+0200 0x1a2b3    Info        0x0                  412"
                      + "    0    mdmclient: (libboringssl.dylib) [com.apple.network:boringssl] "
                      + message);

      assertThat(read)
          .as(message)
          .singleElement()
          .satisfies(found -> assertThat(found.violation()).isPresent());
    }
  }

  @Test
  void realLinesInDefaultStyleAreEventsWithoutViolations() throws IOException {
    List<String> lines = sample("default-style.txt");

    assertThat(LogReader.defaultStyle().read(String.join("\n", lines))).isEmpty();
    LogStyle style = new DefaultStyle();
    assertThat(lines.stream().filter(line -> !style.isFurniture(line)))
        .isNotEmpty()
        .allSatisfy(
            line -> {
              assertThat(style.beginsEvent(line)).isTrue();
              assertThat(style.parse(line)).isPresent();
            });
  }

  @Test
  void realLinesThatAMailProgramWrappedAreTwoEvents() throws IOException {
    List<String> lines = sample("default-style-boringssl-wrapped.txt");
    LogStyle style = new DefaultStyle();
    int second =
        lines.subList(1, lines.size()).stream()
            .filter(style::beginsEvent)
            .mapToInt(lines::lastIndexOf)
            .findFirst()
            .orElseThrow();

    for (List<String> event :
        List.of(lines.subList(0, second), lines.subList(second, lines.size()))) {
      assertThat(style.parse(String.join(" ", event)))
          .map(LogStyle.Event::process)
          .contains("BlockBlock");
    }
  }

  private static List<String> sample(String name) throws IOException {
    Optional<Path> file =
        Stream.of("../shared", "../../shared")
            .map(directory -> Path.of(directory, "log-samples", name))
            .filter(Files::isReadable)
            .findFirst();
    assumeThat(file).as("the third-party sample %s is not on this machine", name).isPresent();
    return Files.readAllLines(file.orElseThrow());
  }
}
