package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atsharness.certs.internal.SignedContent;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.internal.device.Certificate;
import dev.atsharness.server.internal.device.Plist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceKitCommandIT {

  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");

  @TempDir Path directory;

  @Test
  void anAuthorityIsEnoughBeforeAHarnessRuns() throws Exception {
    Path state = directory.resolve("state");
    Path kit = directory.resolve("kit");
    Cli.Result result =
        Cli.run(
            "device",
            "kit",
            "--state",
            state.toString(),
            "--out",
            kit.toString(),
            "--sign",
            "--public-address",
            "192.0.2.7",
            "--https-port",
            "443");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isEqualTo(ExitCode.OK);

    byte[] signed = Files.readAllBytes(kit.resolve("ats-harness.mobileconfig"));
    Map<String, Object> profile = Plist.read(SignedContent.unwrap(signed));
    assertThat(profile.get("PayloadContent").toString())
        .contains("https://dns.ats-harness.test/dns-query", "[192.0.2.7]");
    String root = Files.readString(kit.resolve("ca.pem"));
    assertThat(result.out()).contains(new Certificate(root).sha256());
    assertThat(Files.readString(kit.resolve("index.html")))
        .contains(new Certificate(root).sha256(), "192.0.2.7", "<style>");
    everyLinkOnDiskLeadsToAFile(kit, "index.html");
    try (AtsHarness harness = AtsHarness.builder().only("baseline/tls13").state(state).start()) {
      assertThat(harness.caPem()).as("what the harness serves later").isEqualTo(root);
    }
    deleteOnceWritten(state);
  }

  /**
   * Deletes the state. A key that the command began to make may be written after the command has
   * ended.
   */
  private static void deleteOnceWritten(Path state) {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(
            () -> {
              try (Stream<Path> files = Files.walk(state)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                  Files.delete(file);
                }
              }
              return true;
            });
  }

  @Test
  void aRootWithoutNameConstraintsIsForNoDevice() {
    try (AtsHarness harness =
        AtsHarness.builder().only("baseline/tls13").caWithoutNameConstraints().start()) {
      String console = harness.manifest().console().toString();
      for (String[] command :
          List.of(
              new String[] {
                "device", "kit", "--against", console, "--out", directory.resolve("kit").toString()
              },
              new String[] {"device", "tour", "--against", console})) {
        Cli.Result result = Cli.run(command);
        assertThat(result.status()).as(command[1]).isEqualTo(ExitCode.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
            .contains(
                "This harness's root has no name constraints. Do not install it on a device.");
      }
    }
    assertThat(directory.resolve("kit")).doesNotExist();
  }

  @Test
  void aRunningHarnessGivesItsFaultyAnchorsToo() throws Exception {
    try (AtsHarness harness = AtsHarness.builder().only("anchored/p224-anchored").start()) {
      Cli.Result result =
          Cli.run(
              "device",
              "kit",
              "--against",
              harness.manifest().console().toString(),
              "--out",
              directory.toString());
      assertThat(result.status()).isEqualTo(ExitCode.OK);
      assertThat(result.out()).contains("for test devices only");
      Map<String, Object> profile =
          Plist.read(
              Files.readAllBytes(directory.resolve("ats-harness-faulty-anchors.mobileconfig")));
      assertThat((List<?>) profile.get("PayloadContent")).hasSize(1);
      assertThat(Files.readString(directory.resolve("ca.pem"))).isEqualTo(harness.caPem());
      everyLinkOnDiskLeadsToAFile(directory, "index.html");
      everyLinkOnDiskLeadsToAFile(directory, "tour.html");
      assertThat(Files.readString(directory.resolve("tour.html")))
          .contains(harness.manifest().console().resolve("/device/tour.html").toString())
          .doesNotContain("not seen yet");
    }
  }

  /** A page opened from disk has its style in it, and its links lead to files beside it. */
  private static void everyLinkOnDiskLeadsToAFile(Path kit, String page) throws IOException {
    String html = Files.readString(kit.resolve(page));
    assertThat(html).contains("<style>").doesNotContain("rel=\"stylesheet\"");
    List<String> links =
        LINK.matcher(html)
            .results()
            .map(link -> link.group(1))
            .filter(link -> !link.matches("(https?|itms-services):.*"))
            .toList();
    assertThat(links)
        .as(page)
        .isNotEmpty()
        .allSatisfy(link -> assertThat(kit.resolve(link)).exists());
  }
}
