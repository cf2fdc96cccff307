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
import dev.atsharness.ats.internal.ConnectionFacts;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.device.internal.Cause;
import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.Profiles;
import dev.atsharness.device.internal.ServerDiagnosis;
import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.testing.OutsideProgram;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.pkcs.DHParameter;
import org.bouncycastle.tls.crypto.DHGroup;
import org.bouncycastle.tls.crypto.DHStandardGroups;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The device against another TLS implementation. */
class OpensslServerIT {

  private static final URI URL = URI.create("https://" + HOST + "/");
  private static final CertifiedKey ROOT = root().selfSigned();
  private static final CertifiedKey RSA = leaf(key(KeySpec.rsa(2048), "leaf")).signedBy(ROOT);

  @TempDir private static Path directory;

  @BeforeAll
  static void writeKeys() throws IOException {
    OutsideProgram.require("openssl");
    Files.writeString(directory.resolve("rsa.pem"), RSA.identity().pem());
  }

  @Test
  void tls13IsClean() throws Exception {
    DeviceVisit visit = visit(Profiles.IOS_27, "-tls1_3");

    assertThat(visit.httpStatus()).hasValue(200);
    ConnectionFacts facts = visit.facts().orElseThrow();
    assertThat(facts.version()).isEqualTo(TlsVersion.TLS_1_3);
    assertThat(facts.cipherSuite().name()).isEqualTo("TLS_AES_256_GCM_SHA384");
    assertThat(facts.handshakeSignature()).contains(SignatureScheme.RSA_PSS_RSAE_SHA256);
    assertThat(facts.trusted()).isTrue();
    assertThat(visit.violations()).isEmpty();
  }

  @Test
  void tls12WithGcmIsClean() throws Exception {
    DeviceVisit visit = visit(Profiles.IOS_27, "-tls1_2");

    assertThat(visit.httpStatus()).hasValue(200);
    assertThat(visit.facts().orElseThrow().version()).isEqualTo(TlsVersion.TLS_1_2);
    assertThat(visit.facts().orElseThrow().extendedMasterSecret()).isTrue();
    assertThat(visit.violations()).isEmpty();
  }

  /** The clients as they are shipped, with GREASE and all extensions. */
  @ParameterizedTest
  @CsvSource({"safari-26", "ats-app", "ats-app-26.0", "app-no-pfs", "ios-27-system"})
  void theShippedClientsComplete(String profile) throws Exception {
    ClientProfile client = Catalogue.builtIn().profile(profile);

    assertCompletes(client, TlsVersion.TLS_1_3);
    assertCompletes(client, TlsVersion.TLS_1_2, "-tls1_2");
    assertCompletes(client, TlsVersion.TLS_1_3, "-groups", "P-384"); // a HelloRetryRequest
    assertCompletes(client, TlsVersion.TLS_1_3, "-groups", "P-521", "-verify", "1");
  }

  @Test
  void theClientOf2015Completes() throws Exception {
    assertCompletes(Catalogue.builtIn().profile("apple-ats-9"), TlsVersion.TLS_1_2);
  }

  private static void assertCompletes(ClientProfile client, TlsVersion version, String... options)
      throws Exception {
    DeviceVisit visit = visit(client, options);
    assertThat(visit.httpStatus()).as(visit.toString()).hasValue(200);
    assertThat(visit.facts().orElseThrow().version()).isEqualTo(version);
    assertThat(visit.violations()).isEqualTo(List.of());
  }

  @Test
  void staticRsaIsSeen() throws Exception {
    DeviceVisit visit = visit(Profiles.IOS_26_5, "-tls1_2", "-cipher", "AES128-GCM-SHA256");

    assertThat(visit.httpStatus()).hasValue(200);
    assertThat(visit.violations())
        .containsExactly(
            new DetectedViolation(
                Violation.CIPHERSUITE_NOT_IN_ATS, "TLS_RSA_WITH_AES_128_GCM_SHA256"),
            new DetectedViolation(
                Violation.CIPHERSUITE_NOT_IN_FCP, "TLS_RSA_WITH_AES_128_GCM_SHA256"));
  }

  @Test
  void aSha1KeyExchangeIsSeen() throws Exception {
    DeviceVisit visit =
        visit(Profiles.IOS_26_5, "-tls1_2", "-cipher", "ALL:@SECLEVEL=0", "-sigalgs", "RSA+SHA1");

    assertThat(visit.httpStatus()).hasValue(200);
    assertThat(visit.violations())
        .containsExactly(DetectedViolation.of(Violation.RSA_PKCS1_SHA1_NEGOTIATED));
  }

  @Test
  void tls10IsSeenByTheLab() throws Exception {
    DeviceVisit visit = visit(Profiles.LAB, "-tls1", "-cipher", "ECDHE-RSA-AES128-SHA:@SECLEVEL=0");

    assertThat(visit.httpStatus()).hasValue(200);
    assertThat(visit.violations())
        .containsExactly(DetectedViolation.of(Violation.TLS_VERSION_BELOW_1_2));
  }

  @Test
  void aSmallDiffieHellmanGroupIsNoObstacleForTheLab() throws Exception {
    Path parameters = directory.resolve("dh.pem");
    Files.writeString(parameters, oakleyGroup2());

    DeviceVisit visit =
        visit(
            Profiles.LAB,
            "-tls1_2",
            "-cipher",
            "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0",
            "-dhparam",
            parameters.toString());

    assertThat(visit.httpStatus()).hasValue(200);
    assertThat(visit.facts().orElseThrow().cipherSuite().name())
        .isEqualTo("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");
  }

  /** The second Oakley group (RFC 2409 section 6.2) as PEM (RFC 2631, PKCS #3). */
  private static String oakleyGroup2() throws IOException {
    DHGroup group = DHStandardGroups.rfc2409_1024;
    byte[] der = new DHParameter(group.getP(), group.getG(), 0).getEncoded();
    return "-----BEGIN DH PARAMETERS-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END DH PARAMETERS-----\n";
  }

  /** How a client of TLS 1.2 writes its ClientHello says nothing about a server of TLS 1.3. */
  @Test
  void theFormIsNotACauseBesideOtherVersions() throws Exception {
    ServerDiagnosis diagnosis =
        new ServerDiagnosis(Catalogue.builtIn().profile("lab"), Duration.ofSeconds(10));

    DeviceVisit visit =
        visit(
            device -> device.diagnosing(diagnosis),
            Catalogue.builtIn().profile("apple-ats-9"),
            "-tls1_3");

    assertThat(visit.circumstances().diagnosis().causes())
        .extracting(Cause::kind)
        .contains(Cause.Kind.PROTOCOL_VERSIONS)
        .doesNotContain(Cause.Kind.GREASE, Cause.Kind.EXTENSIONS);
  }

  private static DeviceVisit visit(ClientProfile profile, String... options) throws Exception {
    return visit(device -> device, profile, options);
  }

  private static DeviceVisit visit(
      UnaryOperator<SimulatedDevice> more, ClientProfile profile, String... options)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-naccept", "15"));
    command.addAll(List.of("-cert", "rsa.pem", "-key", "rsa.pem"));
    command.addAll(List.of(options));
    Process server =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), portOf(output));
      return more.apply(new SimulatedDevice(profile, anchors(ROOT), CLOCK, Duration.ofSeconds(10)))
          .visit(URL, address);
    } finally {
      server.destroyForcibly();
      assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Reads the line {@code ACCEPT 127.0.0.1:PORT}. */
  private static int portOf(BufferedReader output) throws IOException {
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("ACCEPT ")) {
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip());
      }
      said.append(line).append('\n');
    }
    throw new IOException("openssl s_server did not start: " + said);
  }
}
