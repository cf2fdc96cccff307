package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Endpoint;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private static PortRelay passing() throws Exception {
    return PortRelay.connecting(Map.of(server.port(), server.port()));
  }

  private static PortRelay inspecting() throws Exception {
    return PortRelay.connecting(
        Map.of(server.port(), inspecting.endpoint("baseline/tls13").port()));
  }

  private static Cli.Result probe(PortRelay proxy, Path roots, String... more) {
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
    try (PortRelay proxy = passing()) {
      Cli.Result result = probe(proxy, ca, resolved());

      assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
      assertThat(result.out())
          .contains("No inspection proxy: the server shows the same certificate", "FCP_v2.1: PASS");
      assertThat(proxy.asked()).containsExactly("127.0.0.1");
    }
  }

  @Test
  void theProxyResolvesNames() throws Exception {
    try (PortRelay proxy = passing()) {
      Cli.Result result = probe(proxy, ca);

      assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitCode.FAILURE);
      assertThat(result.out())
          .contains("Cannot tell whether a proxy inspects", "does not answer without the proxy");
      assertThat(proxy.asked()).containsExactly(server.host());
    }
  }

  @Test
  void anInspectionProxyIsNamedIfItsRootIsTheInstalledOne() throws Exception {
    try (PortRelay proxy = inspecting()) {
      Cli.Result result = probe(proxy, inspectingCa, resolved());

      assertThat(result.out())
          .contains("Inspected: the certificate seen through the proxy is issued by")
          .contains("whoever inspects the traffic is responsible for the connection")
          .contains("Cannot tell: the TLS is an inspection proxy's and not the server's")
          .contains("FCP_v2.1: NO VERDICT");
      assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    }
  }

  @Test
  void otherIssuersAloneAreNoProof() throws Exception {
    try (PortRelay proxy = inspecting()) {
      assertThat(probe(proxy, both, resolved()).out())
          .contains("Probably inspected: ", "If so: ")
          .doesNotContain("Inspected: ");
    }
  }

  @Test
  void jsonSaysWhoseCertificateItIs() throws Exception {
    try (PortRelay proxy = inspecting()) {
      assertThat(probe(proxy, inspectingCa, resolved()[0], resolved()[1], "--json").out())
          .contains("\"answer\" : \"inspected\"");
    }
  }

  @Test
  void aProxyThatRefusesIsNotTheServersFault() throws Exception {
    try (PortRelay proxy = PortRelay.connecting(Map.of())) {
      Cli.Result result = probe(proxy, ca, resolved());

      assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
      assertThat(result.out())
          .contains(
              "Cannot tell: the proxy answered HTTP/1.1 403 Forbidden",
              "proxy-forbidden: Allow the host",
              "FCP_v2.1: NO VERDICT");
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTP/1.1 407 Proxy Authentication Required~~ | answered HTTP/1.1 407 | proxy-login: Let
          HTTP/1.1 502 Bad Gateway~~<html>no such host | answered HTTP/1.1 502 Bad | proxy-gateway: Find
          HTTP/1.1 302 Found~Location: http://login.test/~~ | answered HTTP/1.1 302 Found | proxy-portal: Open
          HTTP/1.1 511 Network Authentication Required~~ | answered HTTP/1.1 511 | proxy-portal: Open
          HTTP/1.1 200 OK~~HTTP/1.1 400 Bad Request~~ | 200, and then came "HTTP/1.1 400 | proxy-portal: Open
          HTTP/1.1 200 OK~Content-Type: text/html~~<html>log in | came "<html>log in" in place | proxy-portal: Open
          HTTP/1.1 200 OK~~#16#48#54#54#50 | in place of TLS | proxy-portal: Open
          HTTP/1.1 200 OK~~ | network closed | closed: Find
          HTTP/2 200~~ | which is not HTTP/1.1 | proxy-no-http: Name
          220 mail.test ESMTP~ | which is not HTTP | proxy-no-http: Name
          #15#03#01#00#02#02#28 | which is not HTTP but TLS | proxy-no-http: Name
          HTTP/1.1 200 | in the middle of its answer | proxy-silent: Check
          '' | closed the connection without an answer | proxy-silent: Check
          """)
  void whatAProxySaysIsNotTheServersFault(String answer, String said, String cure)
      throws Exception {
    try (PortRelay proxy = PortRelay.answering(bytes(answer))) {
      Cli.Result result = probe(proxy, ca);

      assertThat(result.out()).contains(said, cure, "FCP_v2.1: NO VERDICT");
      assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    }
  }

  /** The bytes of a text in which ~ ends a line and #HH is one byte. */
  private static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '~' -> bytes.writeBytes(new byte[] {'\r', '\n'});
        case '#' -> bytes.write(Integer.parseInt(text.substring(i + 1, (i += 2) + 1), 16));
        default -> bytes.write(text.charAt(i));
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void anUntrustedChainThatCannotBeComparedMayBeTheProxys() throws Exception {
    try (PortRelay proxy = inspecting()) {
      Cli.Result result = probe(proxy, ca);

      assertThat(result.status()).as(result.out()).isEqualTo(ExitCode.FAILURE);
      assertThat(result.out())
          .contains("it may be an inspection proxy's", "inspected: Probe again without --proxy")
          .doesNotContain("Send all intermediates");
    }
  }

  @Test
  void aRootOfTheUsersMayBeTheProxysAndEveryReportSaysSo() throws Exception {
    String why = "the certificate leads to a root of --ca, which may be the proxy's";
    try (PortRelay proxy = inspecting()) {
      Cli.Result one = probe(proxy, inspectingCa);

      assertThat(one.status()).as(one.out()).isEqualTo(ExitCode.FAILURE);
      assertThat(one.out())
          .contains("Cannot tell: " + why, "FCP_v2.1: NO VERDICT")
          .doesNotContain("PASS");

      List<String> forms = List.of("html", "csv", "markdown", "junit", "sarif");
      List<String> more = new ArrayList<>(List.of("--json"));
      forms.forEach(form -> more.addAll(List.of("--" + form, directory.resolve(form).toString())));
      Cli.Result many = probe(proxy, inspectingCa, more.toArray(String[]::new));

      assertThat(many.status()).as(many.out()).isEqualTo(ExitCode.FAILURE);
      assertThat(many.out()).contains(why, "\"result\":\"NO VERDICT\"", "\"fcp\":\"inconclusive\"");
      for (String form : forms) {
        assertThat(Files.readString(directory.resolve(form)).replace("&#x27;", "'"))
            .as(form)
            .contains("leads to a root of", "may be the proxy's");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "[TLSv1.3], FAILURE, the handshakes with and without the proxy differ: through the proxy TLSv1.3",
    "[TLSv1.2], DEVIATION, a server with several certificates does the same",
  })
  void anotherCertificateOfTheSameIssuerIsJudgedOnlyIfItsHandshakeIsTheServers(
      String versions, String status, String said) throws Exception {
    String weak = "{versions: [TLSv1.2], extended-master-secret: false}";
    boolean same = versions.equals("[TLSv1.2]");
    String strong = "{versions: [TLSv1.3]}";
    Path state = directory.resolve("state-" + status);
    try (AtsHarness wrong = named(state, "a" + status, "tls12", weak, "ems-not-negotiated");
        AtsHarness other =
            same
                ? named(state, "b" + status, "tls12", weak, "ems-not-negotiated")
                : named(state, "b" + status, "tls13", strong, "")) {
      Endpoint bad = wrong.endpoint("mine/same-name");
      Path root = Files.writeString(directory.resolve(status + ".pem"), wrong.caPem());
      try (PortRelay proxy =
          PortRelay.connecting(Map.of(bad.port(), other.endpoint("mine/same-name").port()))) {
        Cli.Result result =
            Cli.run(
                "probe",
                "https://" + bad.host() + ":" + bad.port() + "/",
                "--proxy",
                proxy.option(),
                "--ca",
                root.toString(),
                "--resolve",
                bad.host() + ":127.0.0.1");

        assertThat(result.out()).contains("differ, but have the same issuer", said);
        assertThat(result.status())
            .isEqualTo(status.equals("FAILURE") ? ExitCode.FAILURE : ExitCode.DEVIATION);
      }
    }
  }

  @Test
  void eachHostIsComparedForItself() throws Exception {
    String leading = "next-hop/redirect-to-compliant";
    String led = "baseline/tls13-only";
    try (AtsHarness own = AtsHarness.builder().only(leading, led).start();
        AtsHarness other = AtsHarness.builder().only(led).start()) {
      Endpoint first = own.endpoint(leading);
      Path roots = Files.writeString(directory.resolve("two.pem"), own.caPem() + other.caPem());
      try (PortRelay proxy =
          PortRelay.connecting(
              Map.of(
                  first.port(),
                  first.port(),
                  own.endpoint(led).url().getPort(),
                  other.endpoint(led).port()))) {
        Cli.Result result =
            Cli.run(
                "probe",
                "https://" + first.host() + ":" + first.port() + "/",
                "--proxy",
                proxy.option(),
                "--ca",
                roots.toString(),
                "--resolve",
                "*:127.0.0.1");

        assertThat(result.out())
            .contains("No inspection proxy", "NO VERDICT (see 2)")
            .contains("Cannot tell: the TLS is probably an inspection proxy's");
        assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
      }
    }
  }

  /** Starts a server whose CA and name another one of the same state may have too. */
  private static AtsHarness named(
      Path state, String files, String control, String tls, String violations) throws Exception {
    Path scenarios = directory.resolve(files);
    Files.createDirectories(scenarios.resolve("mine"));
    Files.writeString(
        scenarios.resolve("mine/same-name.yaml"),
        """
        title: A server that another one has the name of
        why: It is for a proxy that shows another server.
        role: mdm
        control: baseline/%s
        tls: %s
        expect:
          violations: [%s]
          implied: []
          ats: pass
          fcp: %s
        evidence: documented
        references: [apple-126655]
        """
            .formatted(control, tls, violations, violations.isEmpty() ? "pass" : "fail"));
    return AtsHarness.builder()
        .catalogue(Catalogue.builtIn().with(scenarios))
        .only("mine/same-name")
        .state(state)
        .start();
  }

  @Test
  void aProxyThatDripsItsAnswerEndsAtTheTimeout() throws Exception {
    try (PortRelay proxy = PortRelay.dripping()) {
      long begun = System.nanoTime();
      Cli.Result result = probe(proxy, ca, "--timeout", "1", "--no-follow");

      assertThat(result.out()).contains("the proxy did not answer in time", "NO VERDICT");
      assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
    }
  }

  @Test
  void theLinesOfAProxyMayEndWithLfAlone() throws Exception {
    try (PortRelay proxy =
        PortRelay.answering(
            "HTTP/1.1 403 Forbidden\nVia: x\n\n".getBytes(StandardCharsets.US_ASCII))) {
      assertThat(probe(proxy, ca).out()).contains("proxy-forbidden: Allow the host");
    }
  }

  @Test
  void whatIsTheServersOwnIsJudged() throws Exception {
    try (PortRelay proxy = passing()) {
      Cli.Result result = probe(proxy, inspectingCa, resolved());

      assertThat(result.out()).contains("No inspection proxy", "FCP_v2.1: FAIL");
      assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
    }
  }

  @Test
  void aProxyThatIsNotFoundEndsTheRun() {
    Cli.Result result = Cli.run("probe", "mdm.test", "--proxy", "a".repeat(64) + ".test:3128");

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.err()).contains("cannot tell: the name of the proxy", "does not resolve");
  }

  @Test
  void theProxyIsAHostAndAPort() {
    Cli.Result result = Cli.run("probe", "mdm.test", "--proxy", "http://proxy");

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("write HOST:PORT");
  }
}
