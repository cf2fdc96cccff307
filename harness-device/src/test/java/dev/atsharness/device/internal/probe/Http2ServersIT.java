package dev.atsharness.device.internal.probe;

import static dev.atsharness.device.internal.trust.TestPki.CLOCK;
import static dev.atsharness.device.internal.trust.TestPki.HOST;
import static dev.atsharness.device.internal.trust.TestPki.anchors;
import static dev.atsharness.device.internal.trust.TestPki.key;
import static dev.atsharness.device.internal.trust.TestPki.leaf;
import static dev.atsharness.device.internal.trust.TestPki.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.device.internal.AddressBook;
import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.Network;
import dev.atsharness.device.internal.Profiles;
import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.device.internal.document.DocumentReader;
import dev.atsharness.device.internal.probe.HopVerdict.Answer;
import dev.atsharness.device.internal.probe.JourneyRunner.Limits;
import dev.atsharness.scenario.internal.LeadingDocuments;
import dev.atsharness.testing.FreePorts;
import dev.atsharness.testing.OutsideProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The device at common HTTP/2 servers: it sees the same there as over HTTP/1.1. */
@Timeout(120)
class Http2ServersIT {

  private static final ClientProfile OVER_HTTP_2 = Profiles.IOS_26_5;
  private static final ClientProfile OVER_HTTP_1 = Profiles.withAlpn(OVER_HTTP_2, "http/1.1");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The time limit if no response comes. */
  private static final Duration IMPATIENCE = Duration.ofSeconds(2);

  private static final CertifiedKey ROOT = root().selfSigned();

  @TempDir private static Path directory;

  @BeforeAll
  static void writeKey() throws IOException {
    CertifiedKey server = leaf(key(KeySpec.rsa(2048), "leaf")).signedBy(ROOT);
    Files.writeString(directory.resolve("identity.pem"), server.identity().pem());
    Files.writeString(
        directory.resolve("profile.mobileconfig"),
        """
        <plist version="1.0"><dict><key>PayloadContent</key><array><dict>
        <key>PayloadType</key><string>com.apple.mdm</string>
        <key>ServerURL</key><string>http://elsewhere.example/mdm</string>
        </dict></array></dict></plist>
        """);
    Files.write(directory.resolve("large"), new byte[3 * 1024 * 1024]);
    // If root starts nginx, it reads files as another user.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Nested
  class Nginx {

    private static Process server;
    private static InetSocketAddress address;

    @BeforeAll
    static void start() throws Exception {
      OutsideProgram.require("nginx");
      int port = FreePorts.one();
      Files.writeString(directory.resolve("nginx.conf"), config(port));
      server = run("nginx", "-p", directory.toString(), "-c", "nginx.conf", "-e", "stderr");
      // nginx goes to the background once it listens; then its foreground process ends.
      String output = new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(server.waitFor()).as(output).isZero();
      address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @AfterAll
    static void stop() throws Exception {
      if (address != null) {
        Process stop = run("nginx", "-p", directory.toString(), "-c", "nginx.conf", "-s", "stop");
        assertThat(stop.waitFor()).isZero();
      }
    }

    private static String config(int port) {
      return """
      pid nginx.pid;
      error_log error.log;
      worker_processes 1;
      events { worker_connections 64; }
      http {
        access_log off;
        client_body_temp_path body;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        server {
          listen 127.0.0.1:%d ssl http2;
          ssl_certificate identity.pem;
          ssl_certificate_key identity.pem;
          ssl_ecdh_curve X25519;
          add_header X-Protocol $server_protocol always;
          add_header X-Target $request_uri always;
          root .;
          location = /redirect { return 302 http://elsewhere.example/next; }
          location = /moved { return 301 http://elsewhere.example/next; }
          location = /kept { return 308 http://elsewhere.example/next; }
          location = /closed { return 444; }
          location = /profile.mobileconfig { default_type application/x-apple-aspen-config; }
          location = /large { default_type text/plain; }
          location = /teapot { return 418; }
        }
      }
      """
          .formatted(port);
    }

    @ParameterizedTest
    @CsvSource({
      "/redirect, 302",
      "/moved, 301",
      "/kept, 308",
      "/profile.mobileconfig, 200",
      "/large, 200",
      "/teapot, 418",
      "/not-there, 404",
      "/%7Eodd/;a=b?c=%ff&d=, 404"
    })
    void theResponseIsThatOfHttp1(String target, int status) {
      DeviceVisit one = visit(OVER_HTTP_1, target);
      DeviceVisit two = visit(OVER_HTTP_2, target);

      assertThat(one.reply().field("X-Protocol")).contains("HTTP/1.1");
      assertThat(two.reply().field("X-Protocol")).contains("HTTP/2.0");
      assertThat(two.reply().field("X-Target")).contains(target);
      assertThat(two.httpStatus()).hasValue(status);
      assertSameButProtocol(one, two);
    }

    @Test
    void aStreamThatItClosesIsNoResponse() {
      DeviceVisit visit = visit(OVER_HTTP_2, "/closed");

      assertThat(visit.connected()).isTrue();
      assertThat(visit.httpStatus()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/redirect", "/profile.mobileconfig"})
    void whereItLeadsIsFollowed(String target) {
      Journey journey = journey(OVER_HTTP_2, target, address);

      assertThat(journey.hops())
          .extracting(Hop::url)
          .last()
          .asString()
          .startsWith("http://elsewhere.example/");
      assertThat(journey.hops())
          .extracting(hop -> hop.verdict().answer())
          .isEqualTo(
              journey(OVER_HTTP_1, target, address).hops().stream()
                  .map(hop -> hop.verdict().answer())
                  .toList());
    }

    private DeviceVisit visit(ClientProfile profile, String target) {
      return device(profile, PATIENCE).visit(url(target, address), address);
    }
  }

  @Nested
  class Node {

    private static Process server;
    private static InetSocketAddress address;

    @BeforeAll
    static void start() throws Exception {
      OutsideProgram.require("node24");
      Path script =
          Path.of(
              Objects.requireNonNull(Http2ServersIT.class.getResource("http2-server.js")).toURI());
      server = run("node24", script.toString(), directory.resolve("identity.pem").toString());
      BufferedReader output =
          new BufferedReader(
              new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
      int port = Integer.parseInt(output.readLine());
      address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @AfterAll
    static void stop() throws Exception {
      if (server != null) {
        server.destroyForcibly();
        assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/",
          "/redirect",
          "/profile",
          "/compressed",
          "/brotli",
          "/early-hints",
          "/trailers",
          "/large",
          "/x?y=z"
        })
    void theResponseIsThatOfHttp1(String target) {
      DeviceVisit one = visit(OVER_HTTP_1, target, PATIENCE);
      DeviceVisit two = visit(OVER_HTTP_2, target, PATIENCE);

      assertThat(one.reply().field("X-Protocol")).contains("1.1");
      assertThat(two.reply().field("X-Protocol")).contains("2.0");
      assertSameButProtocol(one, two);
    }

    @Test
    void aCompressedProfileIsReadAndOneInAnotherCodingIsNotFine() {
      assertThat(journey(OVER_HTTP_2, "/compressed", address).hops())
          .extracting(Hop::url)
          .endsWith("http://elsewhere.example/mdm");
      assertThat(journey(OVER_HTTP_2, "/brotli", address).verdict())
          .returns(Answer.CANNOT_TELL, HopVerdict::answer)
          .satisfies(verdict -> assertThat(verdict.reason()).contains("coding br"));
    }

    @Test
    void aStreamThatItResetsIsNoResponse() {
      DeviceVisit visit = visit(OVER_HTTP_2, "/reset-stream", PATIENCE);

      assertThat(visit.connected()).isTrue();
      assertThat(visit.network()).isEqualTo(Network.OK);
      assertThat(visit.refusal()).isEmpty();
      assertThat(visit.httpStatus()).isEmpty();
    }

    @Test
    void aServerThatDropsTheConnectionIsNoRefusal() {
      DeviceVisit one = visit(OVER_HTTP_1, "/drop", PATIENCE);
      DeviceVisit two = visit(OVER_HTTP_2, "/drop", PATIENCE);

      assertThat(two.network()).isEqualTo(one.network()).isEqualTo(Network.RESET);
      assertThat(two.refusal()).isEqualTo(one.refusal()).isEmpty();
      assertThat(two.httpStatus()).isEmpty();
    }

    @Test
    void aServerThatNeverAnswersTakesTheVisitsTimeAndNoMore() {
      DeviceVisit visit = visit(OVER_HTTP_2, "/silent", IMPATIENCE);

      assertThat(visit.network()).isEqualTo(Network.TIMEOUT);
      assertThat(visit.refusal()).isEmpty();
    }

    @Test
    void aRedirectOverHttp2ToPlainHttpIsAViolation() {
      Journey journey = journey(OVER_HTTP_2, "/redirect", address);

      assertThat(journey.hops()).hasSize(2);
      assertThat(journey.verdict().answer()).isEqualTo(Answer.WRONG);
      assertThat(journey.visits())
          .flatExtracting(DeviceVisit::violations)
          .containsExactly(DetectedViolation.of(Violation.TLS_NOT_USED));
    }

    private DeviceVisit visit(ClientProfile profile, String target, Duration time) {
      return device(profile, time).visit(url(target, address), address);
    }
  }

  private static void assertSameButProtocol(DeviceVisit one, DeviceVisit two) {
    assertThat(two.httpStatus()).isEqualTo(one.httpStatus()).isPresent();
    assertThat(two.reply().location()).isEqualTo(one.reply().location());
    assertThat(two.reply().contentType()).isEqualTo(one.reply().contentType());
    assertThat(two.reply().body()).isEqualTo(one.reply().body());
    assertThat(two.reply().bodyEnd()).isEqualTo(one.reply().bodyEnd());
    assertThat(two.connected()).isTrue().isEqualTo(one.connected());
    assertThat(two.network()).isEqualTo(one.network());
    assertThat(two.violations()).isEqualTo(one.violations());
    assertThat(two.facts()).isEqualTo(one.facts());
  }

  private static SimulatedDevice device(ClientProfile profile, Duration time) {
    return new SimulatedDevice(profile, anchors(ROOT), CLOCK, time);
  }

  /** Resolves only the server's own name, so that the hosts that it leads to do not resolve. */
  private static Journey journey(ClientProfile profile, String target, InetSocketAddress address) {
    SimulatedDevice device = device(profile, PATIENCE);
    AddressBook addresses =
        url -> {
          if (url.getHost().equals(HOST)) {
            return List.of(address);
          }
          throw new UnknownHostException(url.getHost());
        };
    return new JourneyRunner(
            device,
            device,
            addresses,
            new DocumentReader(LeadingDocuments.builtIn()),
            new Limits(true, true, PATIENCE))
        .run(url(target, address), true, any -> {});
  }

  private static URI url(String target, InetSocketAddress address) {
    return URI.create("https://" + HOST + ":" + address.getPort() + target);
  }

  private static Process run(String... command) throws IOException {
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectInput(ProcessBuilder.Redirect.PIPE)
        .start();
  }
}
