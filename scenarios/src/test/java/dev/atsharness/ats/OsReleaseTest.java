package dev.atsharness.ats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.scenario.internal.Releases;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The exact words of the messages, from Apple support article 126655 for 26.4 and from
 * libboringssl's strings for later releases.
 */
class OsReleaseTest {
  private static final String HOST = "www.example.com";
  private static final OsRelease OS_26_4 = Releases.builtIn().named("26.4");
  private static final OsRelease OS_26_5 = Releases.builtIn().named("26.5");
  private static final OsRelease OS_27_0 = Releases.builtIn().named("27.0");

  @Test
  void release264WordsTheMessagesAsApplesArticlePrintsThem() {
    assertThat(
            List.of(
                text(OS_26_4, Violation.CIPHERSUITE_NOT_IN_ATS, "TLS_RSA_WITH_AES_128_CBC_SHA"),
                text(OS_26_4, Violation.TLS_VERSION_BELOW_1_2, ""),
                text(OS_26_4, Violation.CERTIFICATE_NOT_TRUSTED, ""),
                text(OS_26_4, Violation.RSA_KEY_BELOW_2048, "1024"),
                text(OS_26_4, Violation.ECDSA_KEY_BELOW_256, "224"),
                text(OS_26_4, Violation.LEAF_HASH_BELOW_SHA256, "5"),
                text(OS_26_4, Violation.TLS_NOT_USED, ""),
                text(OS_26_4, Violation.RSA_PKCS1_SHA1_NEGOTIATED, ""),
                text(OS_26_4, Violation.CERTIFICATE_SIGNATURE_NOT_ADVERTISED, "ecdsa_sha224"),
                text(OS_26_4, Violation.EMS_NOT_NEGOTIATED, "")))
        .containsExactly(
            "Warning [ATS violation]: Ciphersuite(TLS_RSA_WITH_AES_128_CBC_SHA) not offered in ATS"
                + " negotiated for server: www.example.com",
            "Warning [ATS violation]: TLS version <1.2 negotiated for server: www.example.com",
            "Warning [ATS Violation]: ATS certificate trust requirement not satisfied for server:"
                + " www.example.com",
            "Warning [ATS violation]: RSA key size 1024 bits is less than minimum 2048 bits for"
                + " server: www.example.com",
            "Warning [ATS violation]: ECDSA key size 224 bits is less than minimum 256 bits for"
                + " server: www.example.com",
            "Warning [ATS violation]: Leaf certificate hash algorithm (5) is not at least SHA-256"
                + " for server: www.example.com",
            "Warning [ATS violation]: Did not use TLS when opening connection for server:"
                + " www.example.com",
            "Warning [ATS FCPv2.1 violation]: Signature algorithm rsa_pkcs15_sha1 negotiated by"
                + " server: www.example.com",
            "Warning [ATS FCPv2.1 violation]: Server certificate signed using signature algorithm"
                + " ecdsa_sha224 not advertised in ClientHello for server: www.example.com",
            "Warning [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret"
                + " (EMS) for server: www.example.com");
  }

  @Test
  void release265AddsTheFcpCiphersuiteMessage() {
    assertThat(OS_26_4.knows(Violation.CIPHERSUITE_NOT_IN_FCP)).isFalse();
    assertThat(OS_26_5.knows(Violation.CIPHERSUITE_NOT_IN_FCP)).isTrue();
    assertThat(
            text(
                OS_26_5,
                Violation.CIPHERSUITE_NOT_IN_FCP,
                "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"))
        .isEqualTo(
            "Warning [ATS FCPv2.1 violation]: Ciphersuite(TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256)"
                + " not offered in ATS FCP_v2.1 mode negotiated for server: www.example.com");
  }

  @Test
  void anchorsOfAutomatedEnrolmentSpareTheAtsTrustEvaluationFrom265On() {
    assertThat(OS_26_4.skipsAtsTrust()).isFalse();
    assertThat(OS_26_5.skipsAtsTrust()).isTrue();
    assertThat(OS_27_0.skipsAtsTrust()).isTrue();
  }

  @Test
  void release27SaysErrorWhereItsStringsAreKnown() {
    assertThat(
            List.of(
                text(OS_27_0, Violation.CERTIFICATE_SIGNATURE_NOT_ADVERTISED, "ecdsa_sha224"),
                text(OS_27_0, Violation.EMS_NOT_NEGOTIATED, ""),
                text(OS_27_0, Violation.CERTIFICATE_NOT_TRUSTED, ""),
                text(OS_27_0, Violation.ECDSA_KEY_BELOW_256, "224"),
                text(OS_27_0, Violation.LEAF_HASH_BELOW_SHA256, "4"),
                text(OS_27_0, Violation.LEAF_CERTIFICATE_ABSENT, ""),
                text(OS_27_0, Violation.PEER_PUBLIC_KEY_NOT_SET, ""),
                text(OS_27_0, Violation.RSA_KEY_BELOW_2048, "1024")))
        .containsExactly(
            "Error [ATS FCPv2.1 violation]: Server certificate signed using signature algorithm"
                + " ecdsa_sha224 not advertised in client hello for server: www.example.com",
            "Error [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret (EMS)"
                + " for server: www.example.com",
            "Error [ATS Violation]: ATS certificate trust requirement not satisfied for server:"
                + " www.example.com",
            "Error [ATS violation]: ECDSA key size 224 bits is less than minimum 256 bits for"
                + " server: www.example.com",
            "Error [ATS violation]: Leaf certificate hash algorithm (4) is not at least SHA-256 for"
                + " server: www.example.com",
            "Error [ATS violation]: Leaf certificate is absent for server: www.example.com",
            "Error [ATS violation]: Peer public key not set for server: www.example.com",
            "Error [ATS violation]: RSA key size 1024 bits is less than minimum 2048 bits for"
                + " server: www.example.com");
  }

  @ParameterizedTest
  @EnumSource(
      value = Violation.class,
      names = {
        "TLS_NOT_USED",
        "TLS_VERSION_BELOW_1_2",
        "CIPHERSUITE_NOT_IN_ATS",
        "RSA_PKCS1_SHA1_NEGOTIATED",
        "CIPHERSUITE_NOT_IN_FCP"
      })
  void release27KeepsThe26WordingOfMessagesNotSeenThere(Violation violation) {
    assertThat(text(OS_27_0, violation, "X")).isEqualTo(text(OS_26_5, violation, "X"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Violation.class,
      names = {"LEAF_CERTIFICATE_ABSENT", "PEER_PUBLIC_KEY_NOT_SET"})
  void twoMessagesCameWith27(Violation violation) {
    assertThat(OS_26_5.knows(violation)).isFalse();
    assertThat(OS_27_0.knows(violation)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Violation.class)
  void everyMessageEndsWithTheServerOnce(Violation violation) {
    assertThat(Releases.builtIn().all())
        .filteredOn(release -> release.knows(violation))
        .isNotEmpty()
        .allSatisfy(
            release ->
                assertThat(text(release, violation, "X"))
                    .endsWith(" server: " + HOST)
                    .containsOnlyOnce(HOST));
  }

  private static String text(OsRelease release, Violation violation, String parameter) {
    return release.message(new DetectedViolation(violation, parameter), HOST);
  }
}
