package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Options;
import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.conformance.container.AtsHarnessContainer;
import dev.atsharness.conformance.internal.Progress;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Manifest;
import dev.atsharness.testing.ContainerImages;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The image, as .ci/image builds it, and checkers in containers. */
@Tag("proof")
class ContainerIT {

  private static final String IMAGE = "ats-harness";

  /** An image with OpenSSL that .ci/install-docker makes. */
  private static final String TOOLS = "ats-harness-jdk:ci";

  private static AtsHarnessContainer harness;

  @BeforeAll
  static void start(@TempDir Path scratch) throws InterruptedException {
    ContainerImages.require(scratch, IMAGE, TOOLS);
    harness =
        new AtsHarnessContainer(IMAGE)
            .only(
                "baseline/*",
                "handshake/no-ems",
                "cleartext/redirect-to-http",
                "anchored/rsa-1024*")
            .withExposedPorts(12345);
    harness.start();
  }

  @AfterAll
  static void stop() {
    if (harness != null) {
      harness.stop();
    }
  }

  @Test
  void everyPortIsWhereTheManifestSays() throws IOException {
    for (Manifest.Endpoint endpoint : harness.manifest().endpoints()) {
      assertReachable(endpoint.location().address(), endpoint.location().port());
      assertThat(harness.address(endpoint.id()).getPort()).isEqualTo(endpoint.location().port());
    }
    Manifest manifest = harness.manifest();
    assertReachable(manifest.listeners().https().address(), manifest.listeners().https().port());
    assertReachable(manifest.listeners().http().address(), manifest.listeners().http().port());
    assertThat(harness.url("handshake/no-ems"))
        .hasHost("no-ems.ats-harness.test")
        .hasPort(manifest.listeners().https().port());
    assertThat(harness.getMappedPort(12345)).as("what others expose stays exposed").isPositive();
  }

  private static void assertReachable(String address, int port) throws IOException {
    try (Socket socket = new Socket(address, port)) {
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @Test
  void theSimulatedDeviceAgreesWithWhatIsInTheContainer() throws Exception {
    assertAgrees(judge(checkers().named("simulated-device:ios-26.5-system").get(0)));
  }

  @Test
  void aProgramInAnImageJudgesEndpointsInAContainer(@TempDir Path directory) throws Exception {
    Path adapter = adapter(directory, image("ENTRYPOINT [\"openssl\"]"));
    Checker checker =
        checkers().besideContainer(harness.getContainerId()).named(adapter.toString()).get(0);
    assertThat(checker.version()).matches("3\\..*");
    assertAgrees(judge(checker));
  }

  @Test
  void aProgramInAnImageJudgesEndpointsOfThisMachine(@TempDir Path directory) throws Exception {
    Path adapter = adapter(directory, image("ENTRYPOINT [\"openssl\"]"));
    try (AtsHarness here = AtsHarness.builder().only("handshake/no-ems").start()) {
      CheckerOutput report =
          checkers()
              .named(adapter.toString())
              .get(0)
              .check(CheckedEndpoint.of(here.manifest()).get(0), Duration.ofSeconds(60));
      assertThat(report.findings()).hasSize(1);
      assertThat(report.findings().get(0).violation().code()).isEqualTo("ems-not-negotiated");
    }
  }

  @Test
  void aProgramThatFloodsAndDoesNotEndIsStopped(@TempDir Path directory) throws Exception {
    String image = image("ENTRYPOINT [\"bash\", \"-c\", \"trap '' TERM; yes & yes\"]");
    Path adapter =
        Files.writeString(
            directory.resolve("flood.yaml"),
            "title: floods\nimage: "
                + image
                + "\narguments: []\noutput: {format: text}\n"
                + "violations: []\n");
    CheckerOutput report =
        checkers()
            .named(adapter.toString())
            .get(0)
            .check(CheckedEndpoint.of(harness.manifest()).get(0), Duration.ofSeconds(2));
    assertThat(report.status()).isEqualTo(CheckerOutput.Status.TIMED_OUT);
    assertThat(
            DockerClientFactory.lazyClient()
                .listContainersCmd()
                .withShowAll(true)
                .withAncestorFilter(List.of(image))
                .exec())
        .isEmpty();
  }

  /** Runs in a separate process, because the token is in the environment. */
  @Test
  void checkAgreesThroughThreePublishedPorts(@TempDir Path directory) throws Exception {
    try (PublishedContainer published =
        new PublishedContainer(
            IMAGE,
            "baseline/*",
            "handshake/no-ems",
            "cleartext/plain-http",
            "anchored/rsa-1024*")) {
      published.start();
      Path output = directory.resolve("output");
      ProcessBuilder check =
          Program.of(
              "check",
              "--against",
              published.consoleUrl(),
              "--checker",
              "simulated-device:ios-26.5-system");
      check.environment().put("ATS_HARNESS_CONSOLE_TOKEN", published.token());
      Process process = check.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      try {
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      String said = Files.readString(output);
      assertThat(process.exitValue()).as(said).isEqualTo(ExitCode.OK);
      assertThat(said)
          .containsPattern("note: (\\d+) of \\1 servers are not reachable at their own port");
    }
  }

  private static void assertAgrees(ConformanceResult result) {
    assertThat(result.isVoid()).as(result.toJson()).isFalse();
    assertThat(result.deviates()).as(result.toJson()).isFalse();
  }

  private static ConformanceResult judge(Checker checker) throws InterruptedException {
    try (Conformance run =
        new Conformance(
            List.of(checker),
            CheckedEndpoint.of(harness.manifest()),
            harness.journal(),
            Options.defaults(),
            Progress.NONE)) {
      return run.run();
    }
  }

  private static Checkers checkers() {
    return new Checkers(Catalogue.builtIn().profiles(), Clock.systemUTC(), System.getenv("PATH"));
  }

  private static String image(String entryPoint) {
    return new ImageFromDockerfile()
        .withFileFromString("Dockerfile", "FROM " + TOOLS + "\n" + entryPoint + "\n")
        .get();
  }

  /** Returns the shipped adapter for OpenSSL, with an image in place of the program. */
  private static Path adapter(Path directory, String image) throws IOException {
    try (InputStream shipped =
        Checkers.class.getResourceAsStream("internal/checkers/openssl.yaml")) {
      String yaml = new String(shipped.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(yaml).contains("programs: [openssl]");
      return Files.writeString(
          directory.resolve("openssl.yaml"),
          yaml.replace("programs: [openssl]", "image: " + image));
    }
  }
}
