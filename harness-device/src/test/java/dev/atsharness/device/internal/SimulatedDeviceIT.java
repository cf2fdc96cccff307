package dev.atsharness.device.internal;

import static dev.atsharness.device.internal.Profiles.ATS_APP;
import static dev.atsharness.device.internal.Profiles.IOS_26_4;
import static dev.atsharness.device.internal.Profiles.IOS_26_5;
import static dev.atsharness.device.internal.Profiles.IOS_27;
import static dev.atsharness.device.internal.Profiles.LAB;
import static dev.atsharness.device.internal.trust.TestPki.CLOCK;
import static dev.atsharness.device.internal.trust.TestPki.HOST;
import static dev.atsharness.device.internal.trust.TestPki.anchors;
import static dev.atsharness.device.internal.trust.TestPki.key;
import static dev.atsharness.device.internal.trust.TestPki.leaf;
import static dev.atsharness.device.internal.trust.TestPki.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.ConnectionFacts;
import dev.atsharness.ats.internal.LeafFacts;
import dev.atsharness.certs.CertificateBuilder;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.Identity;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.SignatureAlgorithm;
import dev.atsharness.device.internal.TestTlsServer.Settings;
import dev.atsharness.device.internal.tls.Refusal;
import dev.atsharness.device.internal.tls.Refusal.Side;
import dev.atsharness.device.internal.tls.Stage;
import dev.atsharness.device.internal.trust.TrustAnchors;
import dev.atsharness.device.internal.trust.TrustFailure;
import dev.atsharness.device.internal.trust.TrustFailure.Reason;
import dev.atsharness.log.LogReader;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The device against servers with one fault each. */
class SimulatedDeviceIT {

  private static final URI HTTPS = URI.create("https://" + HOST + "/");
  private static final URI HTTP = URI.create("http://" + HOST + "/");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final CertifiedKey ROOT = root().selfSigned();
  private static final Identity EC = leaf().signedBy(ROOT).identity();
  private static final Identity RSA =
      leaf(key(KeySpec.rsa(2048), "leaf")).signedBy(ROOT).identity();

  private static final Settings TLS13 =
      new Settings(
          TlsVersion.TLS_1_3, "TLS_AES_128_GCM_SHA256", SignatureScheme.ECDSA_SECP256R1_SHA256, EC);

  private static final Settings TLS12 =
      new Settings(
          TlsVersion.TLS_1_2,
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          SignatureScheme.RSA_PSS_RSAE_SHA256,
          RSA);

  private static SimulatedDevice device(ClientProfile profile, CertifiedKey... anchors) {
    TrustAnchors installed = anchors.length == 0 ? anchors(ROOT) : anchors(anchors);
    return new SimulatedDevice(profile, installed, CLOCK, TIMEOUT);
  }

  private static DeviceVisit visit(
      ClientProfile profile, Settings settings, CertifiedKey... anchors) {
    return visit(device(profile, anchors), HTTPS, settings);
  }

  private static DeviceVisit visit(SimulatedDevice device, URI url, Settings settings) {
    try (TestListener server = new TestListener(socket -> TestTlsServer.serve(socket, settings))) {
      return device.visit(url, server.address());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the violations in the log, as the log reader reads them from its text. */
  private static List<Violation> logged(DeviceVisit visit) {
    return new LogReader(Clock.systemUTC())
        .read(visit.logText()).stream().map(found -> found.violation().orElseThrow()).toList();
  }

  private static void assertRefused(DeviceVisit visit, Side side, Stage stage, String alert) {
    assertThat(visit.connected()).isFalse();
    assertThat(visit.network()).isEqualTo(Network.OK);
    assertThat(visit.httpStatus()).isEmpty();
    Refusal refusal = visit.refusal().orElseThrow();
    assertThat(refusal.by()).as(refusal.toString()).isEqualTo(side);
    assertThat(refusal.stage()).as(refusal.toString()).isEqualTo(stage);
    assertThat(refusal.alert()).as(refusal.toString()).contains(alert);
  }

  private static void assertConnects(DeviceVisit visit) {
    assertThat(visit.refusal()).isEmpty();
    assertThat(visit.network()).isEqualTo(Network.OK);
    assertThat(visit.connected()).isTrue();
    assertThat(visit.httpStatus()).hasValue(418);
  }

  @Nested
  class GoodServers {

    @Test
    void everyClientConnectsToTls13AndLogsNothing() {
      for (ClientProfile profile : List.of(IOS_26_4, IOS_26_5, IOS_27, ATS_APP, LAB)) {
        DeviceVisit visit = visit(profile, TLS13);

        assertConnects(visit);
        assertThat(visit.violations()).isEmpty();
        assertThat(visit.log()).isEmpty();
        assertThat(visit.trustFailures()).isEmpty();
      }
    }

    @Test
    void theFactsOfTls13AreSeen() {
      assertThat(visit(IOS_26_5, TLS13).facts())
          .contains(
              new ConnectionFacts(
                  TlsVersion.TLS_1_3,
                  CipherSuite.named("TLS_AES_128_GCM_SHA256"),
                  true,
                  Optional.of(SignatureScheme.ECDSA_SECP256R1_SHA256),
                  Optional.of(
                      new LeafFacts(
                          LeafFacts.KeyType.EC,
                          256,
                          LeafFacts.SignatureHash.SHA256,
                          Optional.of(SignatureScheme.ECDSA_SECP256R1_SHA256),
                          "ecdsa_secp256r1_sha256")),
                  true));
    }

    @Test
    void theFactsOfTls12AreSeen() {
      ConnectionFacts facts = visit(IOS_27, TLS12).facts().orElseThrow();

      assertThat(facts.version()).isEqualTo(TlsVersion.TLS_1_2);
      assertThat(facts.cipherSuite().name()).isEqualTo("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
      assertThat(facts.extendedMasterSecret()).isTrue();
      assertThat(facts.handshakeSignature()).contains(SignatureScheme.RSA_PSS_RSAE_SHA256);
      assertThat(facts.leaf().orElseThrow().keyType()).isEqualTo(LeafFacts.KeyType.RSA);
      assertThat(facts.leaf().orElseThrow().keyBits()).isEqualTo(2048);
      assertThat(facts.trusted()).isTrue();
    }

    @Test
    void aServerThatSelectsHttp2AndDoesNotSpeakItGivesNoResponse() {
      DeviceVisit visit = visit(IOS_27, TLS13.withProtocol("h2"));

      assertThat(visit.connected()).isTrue();
      assertThat(visit.httpStatus()).isEmpty();
      assertThat(visit.network()).isEqualTo(Network.OK);
    }
  }

  @Nested
  class Handshakes {

    @Test
    void aMarkedDowngradeIsRefusedBeforeAnythingIsLogged() {
      Settings server = TLS12.withoutExtendedMasterSecret().marked();
      for (ClientProfile profile : List.of(IOS_26_4, IOS_26_5, IOS_27, ATS_APP)) {
        DeviceVisit visit = visit(profile, server);

        assertRefused(visit, Side.CLIENT, Stage.SERVER_HELLO, "illegal_parameter");
        assertThat(visit.log()).isEmpty();
      }
    }

    @Test
    void theLabClientContinuesAfterAMarkedDowngrade() {
      DeviceVisit visit = visit(LAB, TLS12.withoutExtendedMasterSecret().marked());

      assertConnects(visit);
      assertThat(logged(visit)).containsExactly(Violation.EMS_NOT_NEGOTIATED);
    }

    @Test
    void missingExtendedMasterSecretIsLoggedBy26AndRefusedBy27() {
      Settings server = TLS12.withoutExtendedMasterSecret();

      DeviceVisit warned = visit(IOS_26_4, server);
      assertConnects(warned);
      assertThat(logged(warned)).containsExactly(Violation.EMS_NOT_NEGOTIATED);
      assertThat(warned.facts().orElseThrow().extendedMasterSecret()).isFalse();

      DeviceVisit refused = visit(IOS_27, server);
      assertRefused(refused, Side.CLIENT, Stage.SERVER_HELLO, "handshake_failure");
      assertThat(logged(refused)).containsExactly(Violation.EMS_NOT_NEGOTIATED);
      assertThat(refused.facts()).isEmpty();

      assertConnects(visit(ATS_APP, server)); // not a requirement of ATS itself
    }

    @Test
    void staticRsaIsLoggedWhereItIsOffered() {
      Settings server =
          new Settings(
              TlsVersion.TLS_1_2,
              "TLS_RSA_WITH_AES_128_GCM_SHA256",
              SignatureScheme.RSA_PKCS1_SHA256,
              RSA);

      assertThat(logged(visit(IOS_26_4, server))).containsExactly(Violation.CIPHERSUITE_NOT_IN_ATS);
      DeviceVisit visit = visit(IOS_26_5, server);
      assertConnects(visit);
      assertThat(logged(visit))
          .containsExactly(Violation.CIPHERSUITE_NOT_IN_ATS, Violation.CIPHERSUITE_NOT_IN_FCP);
      assertThat(visit.facts().orElseThrow().handshakeSignature()).isEmpty();

      DeviceVisit refused = visit(IOS_27, server);
      assertRefused(refused, Side.SERVER, Stage.CLIENT_HELLO, "handshake_failure");
      assertThat(refused.log()).isEmpty();
    }

    @Test
    void chaCha20OnTls12IsSilentOn264AndLoggedFrom265() {
      Settings server =
          new Settings(
              TlsVersion.TLS_1_2,
              "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
              SignatureScheme.RSA_PKCS1_SHA256,
              RSA);

      assertThat(logged(visit(IOS_26_4, server))).isEmpty();
      assertThat(logged(visit(IOS_26_5, server))).containsExactly(Violation.CIPHERSUITE_NOT_IN_FCP);
      assertConnects(visit(ATS_APP, server));
      assertThat(visit(IOS_27, server).connected()).isFalse();
    }

    @Test
    void aSha1KeyExchangeIsLoggedBy26AndIllegalFor27() {
      Settings server =
          new Settings(
              TlsVersion.TLS_1_2,
              "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
              SignatureScheme.RSA_PKCS1_SHA1,
              RSA);

      DeviceVisit warned = visit(IOS_26_5, server);
      assertConnects(warned);
      assertThat(logged(warned)).containsExactly(Violation.RSA_PKCS1_SHA1_NEGOTIATED);

      DeviceVisit refused = visit(IOS_27, server);
      assertRefused(refused, Side.CLIENT, Stage.SERVER_KEY_EXCHANGE, "illegal_parameter");
      assertThat(refused.log()).isEmpty();
      assertThat(refused.violations()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
        value = TlsVersion.class,
        names = {"TLS_1_0", "TLS_1_1"})
    void oldVersionsAreReachedByTheLabAlone(TlsVersion version) {
      Settings server =
          new Settings(
              version, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", SignatureScheme.RSA_PKCS1_SHA1, RSA);

      DeviceVisit lab = visit(LAB, server);
      assertConnects(lab);
      assertThat(lab.facts().orElseThrow().version()).isEqualTo(version);
      assertThat(logged(lab)).containsExactly(Violation.TLS_VERSION_BELOW_1_2);

      DeviceVisit refused = visit(IOS_26_5, server);
      assertRefused(refused, Side.SERVER, Stage.CLIENT_HELLO, "protocol_version");
      assertThat(refused.log()).isEmpty();
    }

    @Test
    void ssl3IsReachedByTheLab() {
      DeviceVisit lab =
          visit(
              LAB,
              new Settings(
                  TlsVersion.SSL_3_0,
                  "TLS_RSA_WITH_AES_128_CBC_SHA",
                  SignatureScheme.RSA_PKCS1_SHA1,
                  RSA));

      assertConnects(lab);
      assertThat(logged(lab))
          .containsExactly(Violation.TLS_VERSION_BELOW_1_2, Violation.CIPHERSUITE_NOT_IN_ATS);
    }

    @Test
    void finiteFieldDiffieHellmanIsReachedByTheLabAlone() {
      Settings server =
          new Settings(
              TlsVersion.TLS_1_2,
              "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
              SignatureScheme.RSA_PKCS1_SHA256,
              RSA);

      DeviceVisit lab = visit(LAB, server);
      assertConnects(lab);
      assertThat(lab.facts().orElseThrow().handshakeSignature())
          .contains(SignatureScheme.RSA_PKCS1_SHA256);
      assertThat(logged(lab))
          .containsExactly(Violation.CIPHERSUITE_NOT_IN_ATS, Violation.CIPHERSUITE_NOT_IN_FCP);
      assertThat(visit(IOS_26_5, server).connected()).isFalse();
    }

    @Test
    void anAnonymousServerHasNoLeafAndNoTrust() {
      DeviceVisit lab =
          visit(
              LAB,
              new Settings(
                  TlsVersion.TLS_1_2,
                  "TLS_ECDH_anon_WITH_AES_128_CBC_SHA",
                  SignatureScheme.RSA_PKCS1_SHA1,
                  true,
                  Optional.empty(),
                  Optional.empty(),
                  false));

      assertConnects(lab);
      assertThat(lab.facts().orElseThrow().leaf()).isEmpty();
      assertThat(lab.trustFailures())
          .extracting(TrustFailure::reason)
          .containsExactly(Reason.NO_CERTIFICATE);
    }
  }

  @Nested
  class Certificates {

    @Test
    void anUntrustedChainEndsTheHandshakeAndIsTheOnlyLine() {
      for (ClientProfile profile : List.of(IOS_26_5, IOS_27)) {
        DeviceVisit visit = visit(profile, TLS12, leaf().selfSigned());

        assertRefused(visit, Side.CLIENT, Stage.CERTIFICATE, "bad_certificate");
        assertThat(logged(visit)).containsExactly(Violation.CERTIFICATE_NOT_TRUSTED);
        assertThat(visit.trustFailures())
            .extracting(TrustFailure::reason)
            .containsExactly(Reason.NO_PATH_TO_ANCHOR);
        assertThat(visit.facts().orElseThrow().trusted()).isFalse();
      }
    }

    @Test
    void anUntrustedChainEndsATls13HandshakeToo() {
      DeviceVisit visit = visit(IOS_26_5, TLS13, leaf().selfSigned());

      assertRefused(visit, Side.CLIENT, Stage.CERTIFICATE, "bad_certificate");
    }

    @Test
    void anAppSaysNothingInTheLog() {
      DeviceVisit visit = visit(ATS_APP, TLS13, leaf().selfSigned());

      assertRefused(visit, Side.CLIENT, Stage.CERTIFICATE, "bad_certificate");
      assertThat(visit.log()).isEmpty();
    }

    @Test
    void theLabGoesOnPastFailedTrust() {
      CertifiedKey expired = leaf().startingIn(Duration.ofDays(-100)).signedBy(ROOT);

      DeviceVisit visit = visit(LAB, TLS13.withIdentity(expired.identity()));

      assertConnects(visit);
      assertThat(logged(visit)).containsExactly(Violation.CERTIFICATE_NOT_TRUSTED);
      assertThat(visit.trustFailures())
          .extracting(TrustFailure::reason)
          .containsExactly(Reason.EXPIRED);
    }

    @ParameterizedTest
    @CsvSource({"p-224,224", "p-192,192"})
    void aCurveThatWasNotOfferedIsIllegalButNotForTheLab(String curve, String bits) {
      Settings server =
          new Settings(
              TlsVersion.TLS_1_2,
              "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
              SignatureScheme.ECDSA_SECP256R1_SHA256,
              leaf(key(KeySpec.ofLabel(curve), "weak")).signedBy(ROOT).identity());

      DeviceVisit refused = visit(IOS_26_5, server);
      assertRefused(refused, Side.CLIENT, Stage.CERTIFICATE, "illegal_parameter");
      assertThat(refused.log()).isEmpty();

      DeviceVisit lab = visit(LAB, server);
      assertConnects(lab);
      assertThat(lab.violations())
          .extracting(v -> v.violation().code() + " " + v.parameter())
          .containsExactly("certificate-not-trusted ", "ecdsa-key-below-256 " + bits);
    }

    @Test
    void aSmallKeyIsLoggedOnlyIfTheLeafItselfIsInstalled() {
      CertifiedKey small = leaf(key(KeySpec.rsa(1024), "small")).selfSigned();
      Settings server =
          new Settings(
              TlsVersion.TLS_1_2,
              "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
              SignatureScheme.RSA_PKCS1_SHA256,
              small.identity());

      DeviceVisit warned = visit(IOS_26_5, server, small);
      assertConnects(warned);
      assertThat(logged(warned)).containsExactly(Violation.RSA_KEY_BELOW_2048);
      assertThat(warned.log().get(0)).contains("RSA key size 1024 bits");

      DeviceVisit refused = visit(IOS_27, server, small);
      assertRefused(refused, Side.CLIENT, Stage.CERTIFICATE, "handshake_failure");
      assertThat(logged(refused)).containsExactly(Violation.RSA_KEY_BELOW_2048);

      Identity signed = leaf(key(KeySpec.rsa(1024), "small")).signedBy(ROOT).identity();
      assertThat(logged(visit(IOS_26_5, server.withIdentity(signed))))
          .containsExactly(Violation.CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void aSha224LeafIsTrustedAndStillViolatesAts() {
      CertifiedKey rsaRoot =
          CertificateBuilder.authority(key(KeySpec.rsa(2048), "root"), CLOCK).selfSigned();
      Settings server =
          TLS12.withIdentity(
              leaf(key(KeySpec.rsa(2048), "leaf"))
                  .signature(SignatureAlgorithm.SHA224_RSA)
                  .signedBy(rsaRoot)
                  .identity());

      DeviceVisit warned = visit(IOS_26_4, server, rsaRoot);
      assertConnects(warned);
      assertThat(logged(warned))
          .containsExactly(
              Violation.LEAF_HASH_BELOW_SHA256, Violation.CERTIFICATE_SIGNATURE_NOT_ADVERTISED);
      assertThat(visit(IOS_27, server, rsaRoot).connected()).isFalse();
    }

    @Test
    void aSignatureThatFcpDoesNotAdvertiseIsNoMatterForAts() {
      Settings server =
          TLS13.withIdentity(
              leaf().signature(SignatureAlgorithm.SHA512_ECDSA).signedBy(ROOT).identity());

      assertConnects(visit(ATS_APP, server));
      DeviceVisit refused = visit(IOS_27, server);
      assertRefused(refused, Side.CLIENT, Stage.CERTIFICATE, "handshake_failure");
      assertThat(logged(refused)).containsExactly(Violation.CERTIFICATE_SIGNATURE_NOT_ADVERTISED);
    }

    @Test
    void anotherHostsCertificateIsNotTrusted() {
      DeviceVisit visit =
          visit(device(IOS_26_5), URI.create("https://other.ats-harness.test/"), TLS13);

      assertThat(visit.trustFailures())
          .extracting(TrustFailure::reason)
          .containsExactly(Reason.NAME_MISMATCH);
    }
  }

  @Nested
  class Exemptions {

    @Test
    void anExemptConnectionIsNeitherLoggedNorRefused() throws IOException {
      Settings noEms = TLS12.withoutExtendedMasterSecret();
      try (TestListener server = new TestListener(socket -> TestTlsServer.serve(socket, noEms))) {
        for (ClientProfile profile : List.of(IOS_26_5, IOS_27)) {
          DeviceVisit visit = device(profile).visit(HTTPS, server.address(), false);

          assertConnects(visit);
          assertThat(visit.violations()).isEmpty();
          assertThat(visit.log()).isEmpty();
        }
      }
    }

    @Test
    void anExemptConnectionStillNeedsTrust() throws IOException {
      try (TestListener server = new TestListener(socket -> TestTlsServer.serve(socket, TLS12))) {
        DeviceVisit visit =
            device(IOS_27, leaf().selfSigned()).visit(HTTPS, server.address(), false);

        assertRefused(visit, Side.CLIENT, Stage.CERTIFICATE, "bad_certificate");
        assertThat(visit.log()).isEmpty();
      }
    }

    @ParameterizedTest
    @CsvSource({
      "printer.local,false",
      "printer,false",
      "printer.local.example,true",
      "127.0.0.1,true",
      "[::1],true"
    })
    void localNamesAreExemptAddressesAreNot(String host, boolean applies) {
      CertifiedKey leaf =
          leaf(key(KeySpec.rsa(2048), "leaf"))
              .names(host.replaceAll("[\\[\\]]", ""))
              .signedBy(ROOT);

      DeviceVisit visit =
          visit(
              device(IOS_26_5),
              URI.create("https://" + host + "/"),
              TLS12.withoutExtendedMasterSecret().withIdentity(leaf.identity()));

      assertConnects(visit);
      assertThat(logged(visit))
          .isEqualTo(applies ? List.of(Violation.EMS_NOT_NEGOTIATED) : List.of());
    }
  }

  @Nested
  class PlainHttp {

    @Test
    void aWarningDeviceGoesOnAndLogs() throws IOException {
      CompletableFuture<String> request = new CompletableFuture<>();
      try (TestListener server =
          new TestListener(
              socket ->
                  request.complete(
                      TestTlsServer.answer(socket.getInputStream(), socket.getOutputStream())))) {
        DeviceVisit visit =
            device(IOS_26_5)
                .visit(URI.create("http://" + HOST + ":8080/a%20b?c=d"), server.address());

        assertConnects(visit);
        assertThat(visit.facts()).isEmpty();
        assertThat(logged(visit)).containsExactly(Violation.TLS_NOT_USED);
        assertThat(request.join())
            .startsWith("GET /a%20b?c=d HTTP/1.1\r\n")
            .contains("\r\nHost: " + HOST + ":8080\r\n");
      }
    }

    @Test
    void anEnforcingDeviceNeverOpensTheConnection() throws Exception {
      try (TestListener server = new TestListener(socket -> {})) {
        DeviceVisit system = device(IOS_27).visit(HTTP, server.address());
        DeviceVisit app = device(ATS_APP).visit(HTTP, server.address());

        assertThat(system.connected()).isFalse();
        assertThat(system.refusal().orElseThrow().by()).isEqualTo(Side.CLIENT);
        assertThat(system.refusal().orElseThrow().stage()).isEqualTo(Stage.CONNECT);
        assertThat(system.refusal().orElseThrow().alert()).isEmpty();
        assertThat(logged(system)).containsExactly(Violation.TLS_NOT_USED);
        assertThat(app.connected()).isFalse();
        assertThat(app.log()).isEmpty();
        assertThat(server.connections()).isZero();
      }
    }

    @Test
    void anExemptConnectionMayBePlain() throws IOException {
      try (TestListener server =
          new TestListener(
              socket -> TestTlsServer.answer(socket.getInputStream(), socket.getOutputStream()))) {
        DeviceVisit visit = device(IOS_27).visit(HTTP, server.address(), false);

        assertConnects(visit);
        assertThat(visit.log()).isEmpty();
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 20\r\n\r\n", "\r\n\r\n"})
    void whatIsNoHttpResponseHasNoStatus(String response) throws IOException {
      try (TestListener server =
          new TestListener(
              socket -> {
                socket.getInputStream().read();
                socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
              })) {
        DeviceVisit visit = device(IOS_26_5).visit(HTTP, server.address());

        assertThat(visit.connected()).isTrue();
        assertThat(visit.httpStatus()).isEmpty();
      }
    }

    @Test
    void anEndlessResponseHeadIsCutOff() throws IOException {
      try (TestListener server =
          new TestListener(
              socket -> {
                byte[] line = "X: ".repeat(1000).getBytes(StandardCharsets.US_ASCII);
                for (int i = 0; i < 1000; i++) {
                  socket.getOutputStream().write(line);
                }
              })) {
        assertThat(device(IOS_26_5).visit(HTTP, server.address()).httpStatus()).isEmpty();
      }
    }
  }

  @Nested
  class Networks {

    private DeviceVisit visit(URI url, TestListener.Service service, Duration timeout)
        throws IOException {
      try (TestListener server = new TestListener(service)) {
        return new SimulatedDevice(IOS_26_5, anchors(ROOT), CLOCK, timeout)
            .visit(url, server.address());
      }
    }

    private void assertInconclusive(DeviceVisit visit, Network network) {
      assertThat(visit.network()).isEqualTo(network);
      assertThat(visit.refusal()).isEmpty();
      assertThat(visit.connected()).isFalse();
      assertThat(visit.violations()).isEmpty();
      assertThat(visit.log()).isEmpty();
    }

    @Test
    void aClosedPortIsRefused() throws IOException {
      InetSocketAddress closed;
      try (ServerSocket socket = new ServerSocket(0)) {
        closed = new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
      }

      assertInconclusive(device(IOS_26_5).visit(HTTPS, closed), Network.REFUSED);
    }

    @Test
    void aResetAfterTheClientHelloIsNoRefusal() throws IOException {
      assertInconclusive(
          visit(
              HTTPS,
              socket -> {
                socket.getInputStream().read(new byte[16 * 1024]);
                socket.setSoLinger(true, 0);
              },
              TIMEOUT),
          Network.RESET);
    }

    @Test
    void aCloseAfterTheClientHelloIsNoRefusal() throws IOException {
      assertInconclusive(
          visit(
              HTTPS,
              socket -> {
                socket.getInputStream().read(new byte[16 * 1024]);
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
              },
              TIMEOUT),
          Network.CLOSED);
    }

    @Test
    void aServerThatStallsRunsIntoTheTimeout() throws IOException {
      assertInconclusive(
          visit(HTTPS, socket -> socket.getInputStream().readAllBytes(), Duration.ofMillis(200)),
          Network.TIMEOUT);
    }

    @Test
    void aServerThatTricklesRunsIntoTheSameTimeout() throws IOException {
      assertInconclusive(
          visit(
              HTTPS,
              socket -> {
                socket.getInputStream().read(new byte[16 * 1024]);
                socket.setSoTimeout(20);
                byte[] oneByteOfALongMessage = {22, 3, 3, 0, 1, 1};
                boolean open = true;
                while (open) {
                  socket.getOutputStream().write(oneByteOfALongMessage);
                  try {
                    open = socket.getInputStream().read() >= 0;
                  } catch (SocketTimeoutException e) {
                    open = true; // the device is still waiting
                  }
                }
              },
              Duration.ofMillis(300)),
          Network.TIMEOUT);
    }

    @Test
    void anHttpAnswerToAClientHelloIsRefusedByTheClient() throws IOException {
      DeviceVisit visit =
          visit(
              HTTPS,
              socket -> {
                socket.getInputStream().read(new byte[16 * 1024]);
                socket
                    .getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
              },
              TIMEOUT);

      assertThat(visit.connected()).isFalse();
      assertThat(visit.refusal().orElseThrow().by()).isEqualTo(Side.CLIENT);
      assertThat(visit.refusal().orElseThrow().stage()).isEqualTo(Stage.CLIENT_HELLO);
    }

    @Test
    void aServersAlertIsItsRefusal() throws IOException {
      DeviceVisit visit =
          visit(
              HTTPS,
              socket -> {
                socket.getInputStream().read(new byte[16 * 1024]);
                socket.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 112});
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
              },
              TIMEOUT);

      assertRefused(visit, Side.SERVER, Stage.CLIENT_HELLO, "unrecognized_name");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://h.example/", "/path", "https:///path", "https:opaque"})
  void otherUrlsAreRefused(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                device(LAB)
                    .visit(
                        URI.create(url),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
  }
}
