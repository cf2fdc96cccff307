package dev.atsharness.device.internal.probe;

import static dev.atsharness.device.internal.trust.TestPki.HOST;
import static dev.atsharness.device.internal.trust.TestPki.anchors;
import static dev.atsharness.device.internal.trust.TestPki.key;
import static dev.atsharness.device.internal.trust.TestPki.p256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.certs.CertificateBuilder;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.Identity;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.internal.Certificates;
import dev.atsharness.device.internal.Profiles;
import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.device.internal.TestProgram;
import dev.atsharness.device.internal.document.DocumentReader;
import dev.atsharness.device.internal.probe.HopVerdict.Answer;
import dev.atsharness.device.internal.probe.JourneyRunner.Limits;
import dev.atsharness.device.internal.tls.ClientIdentity;
import dev.atsharness.scenario.internal.LeadingDocuments;
import dev.atsharness.testing.FreePorts;
import dev.atsharness.testing.OutsideProgram;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The device against nginx, {@code openssl s_server} and Python, with settings that administrators
 * use.
 */
class OutsideServersIT {

  private static final URI URL = URI.create("https://" + HOST + "/");
  private static final Duration TIME = Duration.ofSeconds(30);

  /** The root with the system's clock, because programs check certificates by their own clocks. */
  private static final CertifiedKey ROOT =
      CertificateBuilder.authority(p256("root"), Clock.systemUTC())
          .subject("Test Root")
          .selfSigned();

  private static final Identity SERVER =
      CertificateBuilder.leaf(key(KeySpec.rsa(2048), "leaf"), Clock.systemUTC())
          .subject("Test Server")
          .names(HOST)
          .signedBy(ROOT)
          .identity();

  @TempDir private static Path directory;

  @BeforeAll
  static void write() throws IOException {
    Files.writeString(directory.resolve("server.pem"), SERVER.pem());
    Files.writeString(directory.resolve("root.pem"), Certificates.pem(ROOT.certificate()));
  }

  private static Identity client(KeySpec spec) {
    return CertificateBuilder.leaf(key(spec, "client"), Clock.systemUTC())
        .subject("Test Device")
        .names("device.ats-harness.test")
        .extendedKeyUsage("clientAuth")
        .signedBy(ROOT)
        .identity();
  }

  private static Journey journey(TestProgram server, Optional<Identity> shown) {
    return new JourneyRunner(
            device(Profiles.IOS_26_5, shown),
            device(Profiles.IOS_27, shown),
            to -> {
              if (to.getHost().equals(HOST)) {
                return List.of(server.address());
              }
              throw new UnknownHostException(to.getHost() + " is not known");
            },
            new DocumentReader(LeadingDocuments.builtIn()),
            new Limits(true, true, TIME))
        .run(URL, true, next -> {});
  }

  private static SimulatedDevice device(ClientProfile profile, Optional<Identity> shown) {
    SimulatedDevice device =
        new SimulatedDevice(profile, anchors(ROOT), Clock.systemUTC(), Duration.ofSeconds(10));
    return shown
        .map(identity -> ClientIdentity.of(identity.privateKeyJca(), identity.chainJca()))
        .map(device::withIdentity)
        .orElse(device);
  }

  private static TestProgram nginx(String server) throws IOException {
    OutsideProgram.require("nginx");
    int port = FreePorts.one();
    Path home = Files.createDirectory(directory.resolve("nginx-" + port));
    Path file =
        Files.writeString(
            home.resolve("nginx.conf"),
            """
            daemon off;
            worker_processes 1;
            pid %1$s/pid;
            error_log %1$s/error.log;
            events {}
            http {
              access_log off;
              client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f;
              uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
              ssl_certificate %2$s/server.pem;
              ssl_certificate_key %2$s/server.pem;
              ssl_client_certificate %2$s/root.pem;
              server { listen 127.0.0.1:%3$d ssl; %4$s }
            }
            """
                .formatted(home, directory, port, server));
    return TestProgram.start(
        port, home, List.of("nginx", "-e", home + "/error.log", "-c", file.toString()));
  }

  private static TestProgram openssl(String... options) throws IOException {
    OutsideProgram.require("openssl");
    int port = FreePorts.one();
    List<String> command =
        new ArrayList<>(
            List.of("openssl", "s_server", "-accept", "127.0.0.1:" + port, "-www", "-quiet"));
    command.addAll(List.of("-cert", "server.pem", "-key", "server.pem", "-CAfile", "root.pem"));
    command.addAll(List.of("-Verify", "1", "-verify_return_error"));
    command.addAll(List.of(options));
    return TestProgram.start(port, directory, command);
  }

  @Test
  void nginxThatRedirectsToHttpIsWrong() throws Exception {
    try (TestProgram server = nginx("return 302 http://other.example/;")) {
      Journey journey = journey(server, Optional.empty());

      assertThat(journey.hops()).extracting(Hop::url).endsWith("http://other.example/");
      assertThat(journey.verdict().answer()).isEqualTo(Answer.WRONG);
      assertThat(journey.hops().get(0).verdict().answer()).isEqualTo(Answer.FINE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void nginxThatDemandsACertificateCannotBeJudgedWithoutOne(String version) throws Exception {
    try (TestProgram server =
        nginx("ssl_protocols " + version + "; ssl_verify_client on; return 200 hello;")) {
      Journey without = journey(server, Optional.empty());
      Journey with = journey(server, Optional.of(client(KeySpec.ec("p-256"))));

      assertThat(without.verdict().answer()).isEqualTo(Answer.CANNOT_TELL);
      assertThat(without.verdict().reason()).contains("client certificate");
      assertThat(without.visits().get(0).facts()).isPresent();
      assertThat(with.verdict().answer()).isEqualTo(Answer.FINE);
      assertThat(with.visits().get(0).httpStatus()).hasValue(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void nginxThatDoesNotAcceptTheCertificateIsNotAskedForOneAgain(String version) throws Exception {
    Identity stranger =
        CertificateBuilder.leaf(key(KeySpec.ec("p-256"), "stranger"), Clock.systemUTC())
            .subject("Stranger")
            .names("stranger.ats-harness.test")
            .extendedKeyUsage("clientAuth")
            .selfSigned()
            .identity();
    try (TestProgram server =
        nginx("ssl_protocols " + version + "; ssl_verify_client on; return 200 hello;")) {
      HopVerdict verdict = journey(server, Optional.of(stranger)).verdict();

      assertThat(verdict.answer()).isEqualTo(Answer.CANNOT_TELL);
      assertThat(verdict.reason()).contains("the one of --identity").doesNotContain("goes on");
    }
  }

  @Test
  void nginxThatCompressesIsRead() throws Exception {
    String page = DISCOVERY.replace("\"", "\\\"");
    try (TestProgram server =
        nginx(
            "gzip on; gzip_types *; gzip_min_length 1; default_type application/json;"
                + " location / { return 200 \""
                + page
                + "\"; }")) {
      Journey journey = journey(server, Optional.empty());

      assertThat(journey.visits().get(0).reply().field("Content-Encoding")).contains("gzip");
      assertThat(journey.hops()).extracting(Hop::url).endsWith("http://enrol.example/");
      assertThat(journey.verdict().answer()).isEqualTo(Answer.WRONG);
    }
  }

  @Test
  void anAnswerThatEndsTooEarlyIsNotFine() throws Exception {
    try (TestProgram server = python("Content-Length: 500\\r\\n", "hello")) {
      HopVerdict verdict = journey(server, Optional.empty()).verdict();

      assertThat(verdict.answer()).isEqualTo(Answer.CANNOT_TELL);
      assertThat(verdict.reason()).contains("not whole");
    }
  }

  @Test
  void nginxThatAsksAndGoesOnIsFine() throws Exception {
    try (TestProgram server = nginx("ssl_verify_client optional; return 200 hello;")) {
      Journey journey = journey(server, Optional.empty());

      assertThat(journey.visits().get(0).ending().certificateRequested()).isTrue();
      assertThat(journey.verdict().answer()).isEqualTo(Answer.FINE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-tls1_2, rsa-2048", "-tls1_2, p-256", "-tls1_2, p-384",
    "-tls1_3, rsa-2048", "-tls1_3, p-256", "-tls1_3, p-384"
  })
  void opensslThatDemandsACertificateTakesOneOfEachKind(String version, String kind)
      throws Exception {
    KeySpec spec = kind.startsWith("rsa") ? KeySpec.rsa(2048) : KeySpec.ec(kind);
    try (TestProgram server = openssl(version)) {
      Journey without = journey(server, Optional.empty());
      Journey with = journey(server, Optional.of(client(spec)));

      assertThat(without.verdict().answer()).isEqualTo(Answer.CANNOT_TELL);
      assertThat(without.visits().get(0).ending().certificateDemanded()).isTrue();
      assertThat(with.verdict().answer()).isEqualTo(Answer.FINE);
    }
  }

  @Test
  void whatWasNegotiatedBeforeTheDemandIsJudged() throws Exception {
    try (TestProgram server = openssl("-tls1_2", "-cipher", "AES128-GCM-SHA256")) {
      Journey journey = journey(server, Optional.empty());

      assertThat(journey.verdict().answer()).isEqualTo(Answer.WRONG);
      assertThat(journey.events()).hasSize(2);
      assertThat(journey.visits().get(0).facts().orElseThrow().cipherSuite().name())
          .isEqualTo("TLS_RSA_WITH_AES_128_GCM_SHA256");
    }
  }

  /** Python's server closes the connection without close_notify. */
  private static TestProgram python(String fields, String body) throws IOException {
    OutsideProgram.require("python3");
    int port = FreePorts.one();
    Path script =
        Files.writeString(
            directory.resolve("server-" + port + ".py"),
            """
            import socket, ssl
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain("server.pem")
            listener = socket.create_server(("127.0.0.1", %d))
            answer = ("HTTP/1.1 200 OK\\r\\n%s\\r\\n" + '''%s''').encode()
            while True:
                connection, _ = listener.accept()
                try:
                    with context.wrap_socket(connection, server_side=True) as tls:
                        received = b""
                        while b"\\r\\n\\r\\n" not in received:
                            part = tls.recv(4096)
                            if not part: break
                            received += part
                        tls.sendall(answer)
                except OSError:
                    pass
            """
                .formatted(port, fields, body));
    return TestProgram.start(port, directory, List.of("python3", script.toString()));
  }

  private static final String DISCOVERY =
      "{\"Servers\":[{\"Version\":\"mdm-byod\",\"BaseURL\":\"http://enrol.example/\"}]}";

  @Test
  void aBodyOfKnownLengthNeedsNoCloseNotify() throws Exception {
    try (TestProgram server =
        python("Content-Length: " + DISCOVERY.length() + "\\r\\n", DISCOVERY)) {
      Journey journey = journey(server, Optional.empty());

      assertThat(journey.hops()).extracting(Hop::url).endsWith("http://enrol.example/");
      assertThat(journey.hops().get(0).verdict().answer()).isEqualTo(Answer.FINE);
    }
  }

  @Test
  void aChunkedBodyNeedsNoneEither() throws Exception {
    String chunks =
        Integer.toHexString(DISCOVERY.length()) + "\\r\\n" + DISCOVERY + "\\r\\n0\\r\\n\\r\\n";
    try (TestProgram server = python("Transfer-Encoding: chunked\\r\\n", chunks)) {
      Journey journey = journey(server, Optional.empty());

      assertThat(journey.hops()).hasSize(2);
      assertThat(journey.hops().get(0).verdict().answer()).isEqualTo(Answer.FINE);
    }
  }

  @Test
  void aDocumentThatOnlyTheConnectionEndsIsNotWholeWithoutCloseNotify() throws Exception {
    try (TestProgram server = python("Content-Type: application/json\\r\\n", DISCOVERY)) {
      HopVerdict verdict = journey(server, Optional.empty()).hops().get(0).verdict();

      assertThat(verdict.answer()).isEqualTo(Answer.CANNOT_TELL);
      assertThat(verdict.reason()).contains("close_notify");
    }
  }

  @Test
  void aPageThatOnlyTheConnectionEndsIsFine() throws Exception {
    try (TestProgram server = python("Content-Type: text/html\\r\\n", "<html>hello</html>")) {
      assertThat(journey(server, Optional.empty()).verdict().answer()).isEqualTo(Answer.FINE);
    }
  }
}
