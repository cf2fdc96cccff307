package dev.atsharness.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.SignatureAlgorithm;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsTest {

  @ParameterizedTest
  @CsvSource({
    "sha256WithRSAEncryption, RSA SHA256",
    "RSA-SHA256, RSA SHA256",
    "SHA256 with RSA, RSA SHA256",
    "SHA1 with RSA, RSA SHA1",
    "ecdsa-with-SHA512, ECDSA SHA512",
    "ECDSA-SECP256R1-SHA256, ECDSA SHA256",
    "ECDSA-SHA1, ECDSA SHA1",
    "RSA-PSS-RSAE-SHA384, RSA-PSS SHA384",
  })
  void aSignatureReadsTheSameInEveryToolsSpelling(String spelling, String reading) {
    assertThat(Terms.signature(spelling)).contains(reading);
  }

  @Test
  void aSignatureWithoutADigestIsNotRead() {
    assertThat(Terms.signature("unknown")).isEmpty();
  }

  @Test
  void scenariosAndToolsSpellAlike() {
    assertThat(Terms.signature(SignatureAlgorithm.SHA224_RSA)).isEqualTo("RSA SHA224");
    assertThat(Terms.key(KeySpec.ec("p-224"))).isEqualTo(Terms.key("EC/ECDSA", "224"));
    assertThat(Terms.key(KeySpec.rsa(2047))).isEqualTo(Terms.key("rsaEncryption", "2047"));
  }

  @Test
  void validityCountsBothEndsAndToleratesMissingSeconds() {
    Instant from = Terms.opensslTime("Nov  2 23:19:37 2026 GMT");
    assertThat(Terms.validity(from, Instant.parse("2027-01-01T23:19:36Z"))).isEqualTo("60 days");
    assertThat(Terms.validity(from, Instant.parse("2027-01-01T23:19:00Z"))).isEqualTo("60 days");
    assertThat(Terms.validity(from, Instant.parse("2027-01-01T22:19:36Z"))).isEqualTo("PT1439H");
  }

  @Test
  void namesAreSortedAndTheirAbsenceIsSaid() {
    assertThat(Terms.names("IP Address:127.0.0.1, DNS:a.example"))
        .isEqualTo("DNS:a.example IP:127.0.0.1");
    assertThat(Terms.names("")).isEqualTo(FactNames.NONE);
  }
}
