package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Manifest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A harness behind three published ports, as in a container or behind a Kubernetes Service: clients
 * reach another address, where forwarders act like the container engine.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have only one loopback address")
class PublishedPortsIT {

  private static final String PUBLIC = "127.0.0.77";
  private static final String DEVICE = "simulated-device:ios-26.5-system";

  @TempDir Path directory;

  private final List<PortRelay> published = new ArrayList<>();
  private AtsHarness harness;

  @BeforeEach
  void start() throws IOException {
    harness =
        AtsHarness.builder()
            .publicAddress(PUBLIC)
            .only(
                "baseline/tls1*",
                "handshake/no-ems",
                "cleartext/plain-http",
                "cleartext/http-url-of-tls-port",
                "cleartext/https-url-of-http-port",
                "network/reset-after-client-hello",
                "anchored/p256-anchored",
                "exempt/address-no-ems",
                "protocol/ssl3-only")
            .start();
    Manifest manifest = harness.manifest();
    publish(manifest.listeners().https().port());
    publish(manifest.listeners().http().port());
    publish(manifest.console().getPort());
  }

  @AfterEach
  void stop() throws IOException {
    for (PortRelay forwarder : published) {
      forwarder.close();
    }
    harness.close();
  }

  @Test
  void serversAreCheckedByNameWhereTheirOwnPortsAreNotPublished() {
    Cli.Result result = check("--only", "baseline/*", "--only", "handshake/*", "--only", "anch*/*");

    assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
    assertThat(result.err())
        .containsPattern("note: (\\d+) of \\1 servers are not reachable at their own port")
        .contains("on the shared ports, " + port(0) + " and " + port(1))
        .doesNotContain("cannot be reached");
    assertThat(published.get(0).connections()).as("over HTTPS").isPositive();
  }

  @Test
  void whatCannotBeReachedIsNotJudgedAndNotGreen() {
    Path json = directory.resolve("result.json");

    Cli.Result result = check("--all", "--json", json.toString());

    assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.err())
        .contains("note: 2 of")
        .contains("protocol/ssl3-only: its port ")
        .contains("exempt/address-no-ems: its port ")
        .contains("Publish these ports too")
        .contains("with --allow-unreachable they are counted and do not fail the run");
    assertThat(result.out())
        .contains("no deviation; 2 checks not made, because the server was not reachable")
        .contains("2 unreachable")
        .contains("Cannot tell: its port ")
        .doesNotContain("all as expected");
    Map<String, Outcome> outcomes =
        ResultFile.read(json).checkers().get(0).verdicts().stream()
            .collect(Collectors.toMap(CheckResult::scenario, CheckResult::outcome));
    assertThat(outcomes)
        .containsEntry("protocol/ssl3-only", Outcome.UNREACHABLE)
        .containsEntry("exempt/address-no-ems", Outcome.UNREACHABLE)
        .containsEntry("cleartext/http-url-of-tls-port", Outcome.AGREED)
        .containsEntry("cleartext/https-url-of-http-port", Outcome.AGREED)
        .containsEntry("cleartext/plain-http", Outcome.AGREED)
        .containsEntry("network/reset-after-client-hello", Outcome.AGREED)
        .containsEntry("handshake/no-ems", Outcome.AGREED);
    assertThat(published.get(1).connections()).as("over HTTP").isPositive();
  }

  @Test
  void whatCannotBeReachedPassesWhereThatIsAllowedAndIsCounted() {
    Path json = directory.resolve("result.json");

    Cli.Result result = check("--allow-unreachable", "--json", json.toString());

    assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
    assertThat(result.err()).contains("exempt/address-no-ems: its port ");
    assertThat(result.out())
        .contains(
            "no deviation; 2 checks not made, because the server was not reachable, which was"
                + " allowed")
        .doesNotContain("as expected");
    assertThat(Cli.run("report", json.toString()).status()).isEqualTo(ExitCode.OK);
  }

  @Test
  void everyProfileAgreesAtWhatHasAPlaceOnASharedPort() {
    Cli.Result result =
        Cli.run(
            "check",
            "--checker",
            "simulated-device",
            "--only",
            "cleartext/*",
            "--against",
            "http://" + PUBLIC + ":" + harness.manifest().console().getPort());

    assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
  }

  @Test
  void ownPortsThatArePublishedMakeTheRestReachable() throws IOException {
    for (Manifest.Endpoint target : harness.manifest().endpoints()) {
      if (target.location().url().getPort() == target.location().port()) {
        publish(target.location().port());
      }
    }

    Cli.Result result = check();

    assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
    assertThat(result.err()).contains("on the shared ports").doesNotContain("cannot be reached");
  }

  @Test
  void anotherProgramAtTheNumberOfAnOwnPortIsNotTakenForTheServer() throws IOException {
    Manifest manifest = harness.manifest();
    int own = manifest.endpoint("handshake/no-ems").location().port();
    try (ServerSocket stranger = new ServerSocket(own, 50, InetAddress.getByName(PUBLIC))) {
      assertThat(stranger.isBound()).isTrue();

      Cli.Result result = check("--all", "--only", "handshake/*");

      assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
      assertThat(result.out()).containsPattern("handshake/no-ems +agreed");
    }
  }

  @Test
  void connectionsThatTheJournalDoesNotHaveAreAnotherProgramS() throws IOException {
    int own = harness.manifest().endpoint("protocol/ssl3-only").location().port();
    try (ServerSocket stranger = new ServerSocket(own, 50, InetAddress.getByName(PUBLIC))) {
      assertThat(stranger.isBound()).isTrue();

      Cli.Result result = check("--only", "protocol/*");

      assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitCode.FAILURE);
      assertThat(result.err())
          .contains("protocol/ssl3-only: port " + own + " accepts connections that the harness's");
    }
  }

  @Test
  void saysWhichPortsToPublishWhereNoneIs() throws IOException {
    published.get(0).close();
    published.get(1).close();

    Cli.Result result = check("--only", "baseline/*");

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.err())
        .containsPattern(
            "baseline/tls13: its port \\d+ and the shared port " + port(0) + " are not reachable")
        .contains("with the same numbers as inside");
    assertThat(result.out()).contains("void");
  }

  @Test
  void aHarnessOnAllAddressesIsAskedByAName() {
    try (AtsHarness everywhere =
        AtsHarness.builder().bind("0.0.0.0").only("baseline/*", "handshake/no-ems").start()) {
      String console = "http://localhost:" + everywhere.manifest().console().getPort();

      Cli.Result result = Cli.run("check", "--checker", DEVICE, "--against", console);

      assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
      assertThat(result.err()).doesNotContain("shared port", "cannot be reached");
    }
  }

  private Cli.Result check(String... more) {
    String console = "http://" + PUBLIC + ":" + harness.manifest().console().getPort();
    return Cli.run(
        Stream.concat(
                Stream.of("check", "--checker", DEVICE, "--against", console), Stream.of(more))
            .toArray(String[]::new));
  }

  private int port(int index) {
    return published.get(index).port();
  }

  private void publish(int port) throws IOException {
    published.add(PortRelay.at(PUBLIC, port, "127.0.0.1"));
  }
}
