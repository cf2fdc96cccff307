package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atsharness.server.Manifest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of serve for people. */
class ServeOutputIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void theWholeCatalogueFitsOnAScreen() throws Exception {
    Path ready = directory.resolve("ready.json");
    List<String> lines =
        serve(ready, "--bind", "0.0.0.0", "--console-bind", "0.0.0.0", "--dns-port", "0");

    Manifest manifest = Manifest.parse(Files.readString(ready));
    assertThat(lines).hasSizeLessThanOrEqualTo(30);
    assertThat(lines.get(0)).contains("Serving " + manifest.endpoints().size() + " scenarios");
    assertThat(String.join("\n", lines))
        .containsPattern("\\bbaseline [0-9]+, ciphersuite [0-9]+")
        .contains("Console:   " + manifest.console(), "Trust: ", "Devices: ", "DNS: ", "Ctrl-C");
  }

  @Test
  void aRootIsOfferedToDevicesOnlyIfItIsLimited() throws Exception {
    Path ready = directory.resolve("ready.json");
    assertThat(serve(ready, "--only", "baseline/tls13"))
        .anyMatch(line -> line.startsWith("Devices: "))
        .anyMatch(line -> line.contains("Java does not read that limit in a root"));
    assertThat(serve(ready, "--only", "baseline/tls13", "--ca-without-name-constraints"))
        .anyMatch(line -> line.contains("the root is for servers with any name"))
        .noneMatch(line -> line.contains("Devices: ") || line.contains("Java"));
  }

  @Test
  void theTableHasARowForEveryScenario() throws Exception {
    Path ready = directory.resolve("ready.json");
    List<String> lines = serve(ready, "--table", "--only", "protocol/*");

    Manifest manifest = Manifest.parse(Files.readString(ready));
    assertThat(manifest.endpoints()).isNotEmpty();
    for (Manifest.Endpoint endpoint : manifest.endpoints()) {
      assertThat(lines)
          .anySatisfy(
              line -> assertThat(line).startsWith(endpoint.id()).contains(endpoint.title()));
    }
  }

  /** Returns all lines that serve has printed once it is ready. */
  private List<String> serve(Path ready, String... options) throws IOException {
    File out = directory.resolve("out").toFile();
    ProcessBuilder builder =
        Program.serving(ready, (Object[]) options)
            .redirectOutput(out)
            .redirectError(directory.resolve("err").toFile());
    builder.environment().put("ATS_HARNESS_CONSOLE_TOKEN", "0123456789abcdef");
    Process serve = builder.start();
    try {
      await()
          .atMost(PATIENCE)
          .until(
              () -> Files.readString(out.toPath()).contains("Ctrl-C stops.") || !serve.isAlive());
      return Files.readAllLines(out.toPath());
    } finally {
      serve.destroyForcibly();
    }
  }
}
