package dev.atsharness.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.certs.CertificateBuilder;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.device.internal.tls.ClientIdentity;
import dev.atsharness.device.internal.trust.TrustAnchors;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Endpoint;
import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.server.internal.tls.ClientFingerprints;
import dev.atsharness.server.journal.JournalEntry;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulated device's ClientHello at the harness's own server. */
class DeviceHelloIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String COMPRESSED = "handshake/compressed-certificate";
  private static final String ASKING = "own/asking-and-compressing";
  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  @TempDir private static Path directory;
  private static AtsHarness harness;

  @BeforeAll
  static void start() throws Exception {
    Path file = directory.resolve(ASKING + ".yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        title: A CertificateRequest before a compressed certificate
        why: RFC 8446 section 4.3.2 has the request before the certificate, in whatever form.
        role: mdm
        tls: {certificate-compression: true, client-certificate: true}
        expect: {violations: [], implied: [], ats: inconclusive, fcp: inconclusive}
        evidence: inferred
        references: [harness]
        """);
    harness =
        AtsHarness.builder().catalogue(CATALOGUE.with(directory)).only(COMPRESSED, ASKING).start();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  static List<ClientProfile> formed() {
    return CATALOGUE.profiles().stream().filter(one -> one.offer().form().isPresent()).toList();
  }

  /** GREASE and the further extensions do not hide who connects. */
  @ParameterizedTest
  @MethodSource("formed")
  void theJournalNamesTheProfile(ClientProfile profile) throws Exception {
    visit(device(profile), COMPRESSED);

    JournalEntry entry = harness.journal().take(COMPRESSED, PATIENCE);
    ClientHello hello = entry.handshake().clientHello().orElseThrow();
    assertThat(new ClientFingerprints(CATALOGUE.profiles()).like(hello)).contains(profile);
    profile
        .offer()
        .form()
        .flatMap(form -> form.fingerprint())
        .ifPresent(published -> assertThat(hello.ja4()).isEqualTo(published.ja4()));
  }

  @Test
  void aCompressedCertificateIsJudgedLikeAnother() throws Exception {
    DeviceVisit visit = visit(device(CATALOGUE.profile("ios-27-system")), COMPRESSED);
    harness.journal().take(COMPRESSED, PATIENCE);

    assertThat(visit.httpStatus()).hasValue(200);
    assertThat(visit.facts().orElseThrow().trusted()).isTrue();
    assertThat(visit.violations()).isEmpty();
  }

  @Test
  void aCertificateRequestMayComeBeforeACompressedCertificate() {
    CertifiedKey own =
        CertificateBuilder.leaf(HarnessKey.generate(KeySpec.ec("p-256")), Clock.systemUTC())
            .subject("Device")
            .names("device.test")
            .selfSigned();
    ClientIdentity identity =
        ClientIdentity.of(own.identity().privateKeyJca(), own.identity().chainJca());
    SimulatedDevice device = device(CATALOGUE.profile("ios-27-system"));

    DeviceVisit with = visit(device.withIdentity(identity), ASKING);
    DeviceVisit without = visit(device, ASKING);

    assertThat(with.httpStatus()).as(with.toString()).hasValue(200);
    assertThat(with.facts().orElseThrow().trusted()).isTrue();
    assertThat(without.httpStatus()).isEmpty();
    assertThat(without.refusal().orElseThrow().alert()).contains("certificate_required");
  }

  private static SimulatedDevice device(ClientProfile profile) {
    return new SimulatedDevice(
        profile, TrustAnchors.ofPem(harness.caPem()), Clock.systemUTC(), PATIENCE);
  }

  private static DeviceVisit visit(SimulatedDevice device, String scenario) {
    Endpoint endpoint = harness.endpoint(scenario);
    return device.visit(
        URI.create("https://" + endpoint.host() + "/"),
        new InetSocketAddress(endpoint.address(), endpoint.port()));
  }
}
