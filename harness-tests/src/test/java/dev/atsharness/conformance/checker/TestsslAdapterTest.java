package dev.atsharness.conformance.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.CheckerOutput.Status;
import dev.atsharness.conformance.checker.internal.Adapter;
import dev.atsharness.conformance.checker.internal.AdapterChecker;
import dev.atsharness.conformance.checker.internal.AdapterReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Tests how the shipped adapter reads testssl's output. */
class TestsslAdapterTest {

  private static final Adapter TESTSSL = AdapterReader.shipped("testssl");

  /** The output of testssl 3.0.8 for a compliant server that speaks only TLS 1.2. */
  private static final Map<String, String> TLS12 =
      Map.ofEntries(
          Map.entry("SSLv3", "not offered"),
          Map.entry("TLS1", "not offered"),
          Map.entry("TLS1_1", "not offered"),
          Map.entry("TLS1_2", "offered"),
          Map.entry("protocol_negotiated", "Default protocol TLS1.2"),
          Map.entry(
              "cipher_negotiated", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, 253 bit ECDH (X25519)"),
          Map.entry("TLS_extensions", "'renegotiation info/#65281' 'extended master secret/#23'"),
          Map.entry("cert_signatureAlgorithm", "SHA256 with RSA"),
          Map.entry("cert_keySize", "RSA 2048 bits"),
          Map.entry("cert_trust", "Ok via SAN (same w/o SNI)"),
          Map.entry("cert_chain_of_trust", "passed."),
          Map.entry("cert_expirationStatus", "expires < 30 days (19)"),
          Map.entry("cert_validityPeriod", "No finding"));

  @Test
  void findsNothingAtACompliantServer() throws IOException {
    assertThat(read(TLS12)).isEqualTo(CheckerOutput.finished(List.of()));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          protocol_negotiated     | Default protocol TLS1.0 | tls-version-below-1.2
          protocol_negotiated     | Default protocol SSLv3 | tls-version-below-1.2
          cipher_negotiated       | TLS_RSA_WITH_AES_256_GCM_SHA384 | ciphersuite-not-in-ats ciphersuite-not-in-fcp
          cipher_negotiated       | TLS_DHE_RSA_WITH_AES_256_GCM_SHA384, 2048 bit DH | ciphersuite-not-in-ats ciphersuite-not-in-fcp
          cipher_negotiated       | TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, 253 bit ECDH (X25519) | ciphersuite-not-in-fcp
          cipher_negotiated       | TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA, 253 bit ECDH (X25519) (cbc) | ciphersuite-not-in-fcp
          TLS_extensions          | 'renegotiation info/#65281' | ems-not-negotiated
          TLS_extensions          | (none) | ems-not-negotiated
          cert_keySize            | RSA 1024 bits | rsa-key-below-2048
          cert_keySize            | RSA 2047 bits | rsa-key-below-2048
          cert_keySize            | RSA 3072 bits |
          cert_keySize            | EC 224 bits | ecdsa-key-below-256
          cert_keySize            | EC 256 bits (curve P-256) |
          cert_signatureAlgorithm | SHA1 with RSA | leaf-hash-below-sha256 certificate-signature-not-advertised
          cert_signatureAlgorithm | SHA224 with RSA | leaf-hash-below-sha256 certificate-signature-not-advertised
          cert_signatureAlgorithm | MD5 | leaf-hash-below-sha256 certificate-signature-not-advertised
          cert_signatureAlgorithm | ECDSA with SHA512 | certificate-signature-not-advertised
          cert_signatureAlgorithm | ED25519 | certificate-signature-not-advertised
          cert_signatureAlgorithm | ECDSA with SHA384 |
          cert_signatureAlgorithm | RSASSA-PSS with SHA256 |
          cert_signatureAlgorithm | cannot be determined |
          cert_chain_of_trust     | failed (expired). | certificate-not-trusted
          cert_trust              | certificate does not match supplied URI (same w/o SNI) | certificate-not-trusted
          cert_trust              | via CN only (same w/o SNI) | certificate-not-trusted
          cert_trust              | Ok via SAN wildcard and CN |
          cert_expirationStatus   | expired (2026-01-01 00:00) | certificate-not-trusted
          cert_validityPeriod     | 826 > 825 days | certificate-not-trusted
          cert_validityPeriod     | 825 =< 825 days |
          """)
  void readsOneThingThatIsOtherwise(String id, String finding, String violations)
      throws IOException {
    Map<String, String> said = new LinkedHashMap<>(TLS12);
    said.put(id, finding);

    CheckerOutput report = read(said);

    List<String> expected = violations == null ? List.of() : List.of(violations.split(" "));
    assertThat(report.findings())
        .extracting(f -> f.violation().code())
        .containsExactlyElementsOf(expected);
    assertThat(report.findings())
        .allSatisfy(f -> assertThat(f.evidence()).contains(id).contains(finding));
  }

  @Test
  void asksForNoExtendedMasterSecretWhereTls13IsSpoken() throws IOException {
    Map<String, String> said = new LinkedHashMap<>(TLS12);
    said.put("protocol_negotiated", "Default protocol TLS1.3");
    said.put("cipher_negotiated", "TLS_AES_256_GCM_SHA384, 253 bit ECDH (X25519)");
    said.put("TLS_extensions", "'key share/#51'");

    assertThat(read(said).findings()).isEmpty();
  }

  @Test
  void doesNotMindOldVersionsBesideNewOnes() throws IOException {
    Map<String, String> said = new LinkedHashMap<>(TLS12);
    said.put("TLS1", "offered (deprecated)");

    assertThat(read(said).findings()).isEmpty();
  }

  @Test
  void goesByTheOfferedVersionsWhereNoneWasNegotiated() throws IOException {
    Map<String, String> said = new LinkedHashMap<>(TLS12);
    said.put("protocol_negotiated", "Default protocol empty");
    said.put("cipher_negotiated", "Default cipher empty");
    said.put("SSLv3", "offered");
    said.put("TLS1_2", "not offered");

    assertThat(read(said).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.violation().code()).isEqualTo("tls-version-below-1.2");
              assertThat(finding.evidence()).contains("SSLv3").contains("offered");
            });
  }

  @Test
  void judgesTheCertificateWhereTheNegotiatedCipherIsNotKnown() throws IOException {
    Map<String, String> said = new LinkedHashMap<>(TLS12);
    said.remove("protocol_negotiated");
    said.remove("cipher_negotiated");
    said.put("TLS1_3", "not offered + downgraded to weaker protocol");
    said.put("cert_keySize", "RSA 1024 bits");

    assertThat(read(said).findings())
        .extracting(f -> f.violation().code())
        .containsExactly("rsa-key-below-2048");
  }

  @Test
  void givesOneReasonForDistrustOnly() throws IOException {
    Map<String, String> said = new LinkedHashMap<>(TLS12);
    said.put("cert_chain_of_trust", "failed (expired).");
    said.put("cert_expirationStatus", "expired");

    assertThat(read(said).findings()).hasSize(1);
  }

  @Test
  void readsTheFirstOfSeveralCertificates() throws IOException {
    Map<String, String> said = new LinkedHashMap<>(TLS12);
    said.remove("cert_keySize");
    said.put("cert_keySize <cert#1>", "RSA 1024 bits");
    said.put("cert_keySize <cert#2>", "EC 256 bits");

    assertThat(read(said).findings())
        .extracting(f -> f.violation().code())
        .containsExactly("rsa-key-below-2048");
  }

  @Test
  void comesToNoResultWhereNoHandshakeWorks() throws IOException {
    CheckerOutput report =
        read(
            Map.of(
                "optimal_proto", "127.0.0.1:1 doesn't seem to be a TLS/SSL enabled server.",
                "TLS1_2", "not offered",
                "protocol_negotiated", "Default protocol empty"));

    assertThat(report.status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(report.note()).contains("doesn't seem to be a TLS/SSL enabled server");
  }

  @Test
  void refusesWhatIsNotJson() {
    assertThatThrownBy(() -> AdapterChecker.read(TESTSSL, 0, "[ {\"id\" : ", ""))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "its output cannot be read: it ends before its JSON is complete (line 1, column 11)");
  }

  private static CheckerOutput read(Map<String, String> said) throws IOException {
    return AdapterChecker.read(TESTSSL, 0, json(said), "");
  }

  private static String json(Map<String, String> said) {
    return JsonMapper.shared()
        .writeValueAsString(
            said.entrySet().stream()
                .map(e -> Map.of("id", e.getKey(), "severity", "INFO", "finding", e.getValue()))
                .toList());
  }
}
