package dev.atsharness.ats.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.LeafFacts.KeyType;
import dev.atsharness.ats.internal.LeafFacts.SignatureHash;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AtsPolicyTest {
  private static final String GCM = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384";
  private static final LeafFacts GOOD_LEAF =
      leaf(KeyType.RSA, 2048, SignatureHash.SHA256, SignatureScheme.RSA_PKCS1_SHA256);

  @Test
  void aCompliantConnectionHasNoViolation() {
    assertThat(AtsPolicy.violations(tls12(GCM, GOOD_LEAF))).isEmpty();
  }

  @Test
  void theListsAreTheSuitesThatAreInThem() {
    List<CipherSuite> all = IntStream.rangeClosed(0, 0xFFFF).mapToObj(CipherSuite::ofCode).toList();

    assertThat(AtsPolicy.atsSuites())
        .hasSize(13)
        .containsExactlyInAnyOrderElementsOf(all.stream().filter(AtsPolicy::inAts).toList());
    assertThat(AtsPolicy.fcpSuites())
        .hasSize(7)
        .containsExactlyInAnyOrderElementsOf(all.stream().filter(AtsPolicy::inFcp).toList());
  }

  @Test
  void plaintextHasOneViolationAndNoOther() {
    assertThat(AtsPolicy.violationsOfPlaintext())
        .containsExactly(DetectedViolation.of(Violation.TLS_NOT_USED));
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, 2047, rsa-key-below-2048",
    "RSA, 1024, rsa-key-below-2048",
    "RSA, 2048,",
    "RSA, 2049,",
    "EC, 255, ecdsa-key-below-256",
    "EC, 224, ecdsa-key-below-256",
    "EC, 256,",
    "EC, 257,",
    "EDDSA, 128,",
    "OTHER, 128,"
  })
  void keySizeIsJudgedByTheLeafsOwnKey(KeyType type, int bits, String expected) {
    LeafFacts leaf = leaf(type, bits, SignatureHash.SHA256, SignatureScheme.RSA_PKCS1_SHA256);

    assertThat(codes(tls12(GCM, leaf))).isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @Test
  void aKeyMessageQuotesTheSize() {
    LeafFacts leaf =
        leaf(KeyType.RSA, 1024, SignatureHash.SHA256, SignatureScheme.RSA_PKCS1_SHA256);

    assertThat(AtsPolicy.violations(tls12(GCM, leaf)))
        .containsExactly(new DetectedViolation(Violation.RSA_KEY_BELOW_2048, "1024"));
  }

  @ParameterizedTest
  @EnumSource(SignatureHash.class)
  void aLeafHashBelowSha256IsAViolationThatQuotesApplesNumber(SignatureHash hash) {
    LeafFacts leaf = leaf(KeyType.RSA, 2048, hash, SignatureScheme.RSA_PKCS1_SHA256);
    boolean weak = hash.number() < 6;

    assertThat(AtsPolicy.violations(tls12(GCM, leaf)))
        .isEqualTo(
            weak
                ? List.of(
                    new DetectedViolation(
                        Violation.LEAF_HASH_BELOW_SHA256, Integer.toString(hash.number())))
                : List.of());
  }

  @ParameterizedTest
  @EnumSource(SignatureScheme.class)
  void aLeafSignatureOutsideTheFcpListIsNotAdvertised(SignatureScheme scheme) {
    boolean advertised =
        List.of(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601)
            .contains(scheme.code());
    LeafFacts leaf = leaf(KeyType.RSA, 2048, SignatureHash.SHA256, scheme);

    assertThat(codes(tls12(GCM, leaf)))
        .isEqualTo(advertised ? List.of() : List.of("certificate-signature-not-advertised"));
  }

  @Test
  void aLeafSignatureWithoutACodePointIsNotAdvertised() {
    LeafFacts leaf =
        new LeafFacts(KeyType.RSA, 2048, SignatureHash.SHA256, Optional.empty(), "dsa-with-sha256");

    assertThat(AtsPolicy.violations(tls12(GCM, leaf)))
        .containsExactly(
            new DetectedViolation(
                Violation.CERTIFICATE_SIGNATURE_NOT_ADVERTISED, "dsa-with-sha256"));
  }

  @ParameterizedTest
  @CsvSource({
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, true, true",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, true, true",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, true, true",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, true, true",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, true, false",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, true, false",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, true, false",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, true, false",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA, true, false",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, true, false",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384, false, false",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, false, false",
    "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA, false, false",
    "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384, false, false",
    "TLS_RSA_WITH_AES_256_GCM_SHA384, false, false",
    "TLS_RSA_WITH_AES_128_CBC_SHA, false, false",
    "TLS_RSA_WITH_NULL_SHA256, false, false"
  })
  void onTls12ASuiteIsInAtsInFcpOrInNeither(String suite, boolean ats, boolean fcp) {
    List<String> expected =
        fcp
            ? List.of()
            : ats
                ? List.of("ciphersuite-not-in-fcp")
                : List.of("ciphersuite-not-in-ats", "ciphersuite-not-in-fcp");

    assertThat(codes(tls12(suite, GOOD_LEAF))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256"
      })
  void applesTls13SuitesAreClean(String suite) {
    assertThat(codes(facts(TlsVersion.TLS_1_3, suite, true, GOOD_LEAF, true))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void onlyVersionsBelowTls12AreTooOld(TlsVersion version) {
    String suite =
        version == TlsVersion.TLS_1_3
            ? "TLS_AES_128_GCM_SHA256"
            : "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA";

    assertThat(codes(facts(version, suite, true, GOOD_LEAF, true)))
        .isEqualTo(
            switch (version) {
              case SSL_3_0, TLS_1_0, TLS_1_1 -> List.of("tls-version-below-1.2");
              case TLS_1_2 -> List.of("ciphersuite-not-in-fcp");
              case TLS_1_3 -> List.of();
            });
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void aMissingExtendedMasterSecretCountsOnTls12Only(TlsVersion version) {
    List<String> with = codes(facts(version, GCM, true, GOOD_LEAF, true));
    List<String> without = codes(facts(version, GCM, false, GOOD_LEAF, true));

    assertThat(without.contains("ems-not-negotiated")).isEqualTo(version == TlsVersion.TLS_1_2);
    assertThat(with).doesNotContain("ems-not-negotiated");
  }

  @Test
  void sha1InTheServerKeyExchangeCountsOnTls12Only() {
    assertThat(
            codes(
                new ConnectionFacts(
                    TlsVersion.TLS_1_2,
                    CipherSuite.named(GCM),
                    true,
                    Optional.of(SignatureScheme.RSA_PKCS1_SHA1),
                    Optional.of(GOOD_LEAF),
                    true)))
        .containsExactly("rsa-pkcs1-sha1-negotiated");
    assertThat(
            codes(
                new ConnectionFacts(
                    TlsVersion.TLS_1_3,
                    CipherSuite.named("TLS_AES_128_GCM_SHA256"),
                    true,
                    Optional.of(SignatureScheme.RSA_PKCS1_SHA1),
                    Optional.of(GOOD_LEAF),
                    true)))
        .isEmpty();
  }

  @Test
  void failedTrustHidesNothingElse() {
    LeafFacts leaf = leaf(KeyType.RSA, 1024, SignatureHash.SHA1, SignatureScheme.RSA_PKCS1_SHA1);

    assertThat(codes(facts(TlsVersion.TLS_1_2, GCM, false, leaf, false)))
        .containsExactly(
            "certificate-not-trusted",
            "rsa-key-below-2048",
            "leaf-hash-below-sha256",
            "certificate-signature-not-advertised",
            "ems-not-negotiated");
  }

  private static List<String> codes(ConnectionFacts facts) {
    return AtsPolicy.violations(facts).stream().map(found -> found.violation().code()).toList();
  }

  private static ConnectionFacts tls12(String suite, LeafFacts leaf) {
    return facts(TlsVersion.TLS_1_2, suite, true, leaf, true);
  }

  private static ConnectionFacts facts(
      TlsVersion version, String suite, boolean ems, LeafFacts leaf, boolean trusted) {
    return new ConnectionFacts(
        version,
        CipherSuite.named(suite),
        ems,
        Optional.of(SignatureScheme.RSA_PSS_RSAE_SHA256),
        Optional.of(leaf),
        trusted);
  }

  private static LeafFacts leaf(
      KeyType type, int bits, SignatureHash hash, SignatureScheme scheme) {
    return new LeafFacts(type, bits, hash, Optional.of(scheme), scheme.label());
  }
}
