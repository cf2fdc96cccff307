package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Endpoint;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second harness has another CA: beside it, the proxy plays one that inspects. */
class ProbeProxyIT {

  @TempDir static Path directory;
  private static AtsHarness servers;
  private static AtsHarness inspecting;
  private static Endpoint server;
  private static Path ca;
  private static Path both;
  private static Path inspectingCa;

  @BeforeAll
  static void start() throws Exception {
    servers = AtsHarness.builder().only("baseline/tls13").start();
    inspecting = AtsHarness.builder().only("baseline/tls13").start();
    server = servers.endpoint("baseline/tls13");
    ca = Files.writeString(directory.resolve("ca.pem"), servers.caPem());
    inspectingCa = Files.writeString(directory.resolve("proxy.pem"), inspecting.caPem());
    both = Files.writeString(directory.resolve("both.pem"), servers.caPem() + inspecting.caPem());
  }

  @AfterAll
  static void stop() {
    inspecting.close();
    servers.close();
  }

  private static ConnectProxy passing() throws Exception {
    return ConnectProxy.open(Map.of(server.port(), server.port()));
  }

  private static ConnectProxy inspecting() throws Exception {
    return ConnectProxy.open(Map.of(server.port(), inspecting.endpoint("baseline/tls13").port()));
  }

  private static Cli.Result probe(ConnectProxy proxy, Path roots, String... more) {
    String[] arguments = {
      "probe",
      "https://" + server.host() + ":" + server.port() + "/",
      "--proxy",
      proxy.option(),
      "--ca",
      roots.toString(),
    };
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return Cli.run(all);
  }

  private static String[] resolved() {
    return new String[] {"--resolve", server.host() + ":127.0.0.1"};
  }

  @Test
  void aProxyThatPassesTlsOnIsToldBySameCertificate() throws Exception {
    try (ConnectProxy proxy = passing()) {
      Cli.Result result = probe(proxy, ca, resolved());

      assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
      assertThat(result.out())
          .contains("No inspection proxy: the server shows the same certificate", "FCP_v2.1: PASS");
      assertThat(proxy.asked()).containsExactly("127.0.0.1");
    }
  }

  @Test
  void theProxyResolvesNames() throws Exception {
    try (ConnectProxy proxy = passing()) {
      Cli.Result result = probe(proxy, ca);

      assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
      assertThat(result.out())
          .contains("Cannot tell whether a proxy inspects", "does not answer without the proxy");
      assertThat(proxy.asked()).containsExactly(server.host());
    }
  }

  @Test
  void anInspectionProxyIsNamedIfItsRootIsTheInstalledOne() throws Exception {
    try (ConnectProxy proxy = inspecting()) {
      Cli.Result result = probe(proxy, inspectingCa, resolved());

      assertThat(result.out())
          .contains("Inspected: the certificate seen through the proxy is issued by")
          .contains("whoever inspects the traffic is responsible for the connection")
          .contains("FCP_v2.1: PASS");
    }
  }

  @Test
  void otherIssuersAloneAreNoProof() throws Exception {
    try (ConnectProxy proxy = inspecting()) {
      assertThat(probe(proxy, both, resolved()).out())
          .contains("Probably inspected: ", "If so: ")
          .doesNotContain("Inspected: ");
    }
  }

  @Test
  void jsonSaysWhoseCertificateItIs() throws Exception {
    try (ConnectProxy proxy = inspecting()) {
      assertThat(probe(proxy, inspectingCa, resolved()[0], resolved()[1], "--json").out())
          .contains("\"answer\" : \"inspected\"");
    }
  }

  @Test
  void aProxyThatRefusesIsNotTheServersFault() throws Exception {
    try (ConnectProxy proxy = ConnectProxy.open(Map.of())) {
      Cli.Result result = probe(proxy, ca, resolved());

      assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
      assertThat(result.out())
          .contains(
              "the proxy did not connect to the server", "network proxy: Find out", "VERDICT");
    }
  }

  @Test
  void aProxyThatDoesNotAnswerEndsTheRun() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Cli.Result result = Cli.run("probe", "mdm.test", "--proxy", "127.0.0.1:" + free);

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.err()).contains("the proxy 127.0.0.1:" + free + " does not answer");
  }

  @Test
  void theProxyIsAHostAndAPort() {
    Cli.Result result = Cli.run("probe", "mdm.test", "--proxy", "http://proxy");

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("write HOST:PORT");
  }
}
