package dev.atsharness.certs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.certs.internal.Certificates;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The JDK, as an independent parser, sees every field as configured: present, wrong or absent. */
class CertificateFieldsTest {
  private static final String SKI = "2.5.29.14";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String SAN = "2.5.29.17";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String NAME_CONSTRAINTS = "2.5.29.30";
  private static final String AKI = "2.5.29.35";
  private static final String EKU = "2.5.29.37";
  private static final int DNS = 2;
  private static final int IP = 7;

  private final Clock clock =
      Clock.fixed(Instant.parse("2026-11-21T10:15:30.987Z"), ZoneOffset.UTC);
  private final HarnessKey key = HarnessKey.generate(KeySpec.ec("p-256"));
  private final CertifiedKey ca =
      CertificateBuilder.authority(HarnessKey.generate(KeySpec.ec("p-256")), clock)
          .subject("Some CA")
          .selfSigned();

  private CertificateBuilder leaf() {
    return CertificateBuilder.leaf(key, clock);
  }

  private CertificateBuilder authority() {
    return CertificateBuilder.authority(key, clock);
  }

  private X509Certificate issue(CertificateBuilder builder) throws Exception {
    byte[] der = Certificates.der(builder.signedBy(ca).certificate());
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  @Test
  void aLeafIsSoundUnlessToldOtherwise() throws Exception {
    X509Certificate leaf = issue(leaf().subject("host.test").names("host.test"));
    assertThat(leaf.getVersion()).isEqualTo(3);
    assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=host.test");
    assertThat(leaf.getIssuerX500Principal().getName()).isEqualTo("CN=Some CA");
    assertThat(leaf.getPublicKey().getEncoded()).isEqualTo(key.subjectPublicKeyInfo().getEncoded());
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(leaf.getCriticalExtensionOIDs()).containsOnly(KEY_USAGE, BASIC_CONSTRAINTS);
    assertThat(leaf.getNonCriticalExtensionOIDs()).containsOnly(SKI, AKI, SAN, EKU);
    leaf.verify(Certificates.toJca(ca.certificate()).getPublicKey());
  }

  @Test
  void anRsaLeafMayAlsoReceiveEncryptedKeys() throws Exception {
    HarnessKey rsa = HarnessKey.generate(KeySpec.rsa(1024));
    assertThat(issue(CertificateBuilder.leaf(rsa, clock)).getKeyUsage())
        .startsWith(true, false, true, false);
    assertThat(issue(leaf()).getKeyUsage()).startsWith(true, false, false, false);
  }

  @Test
  void namesAreDnsNamesOrAddresses() throws Exception {
    X509Certificate leaf = issue(leaf().names("a.test", "*.b.test", "127.0.0.1", "::1"));
    assertThat(leaf.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(DNS, "a.test"),
            List.of(DNS, "*.b.test"),
            List.of(IP, "127.0.0.1"),
            List.of(IP, "0:0:0:0:0:0:0:1"));
  }

  @Test
  void noNamesLeaveTheExtensionOut() throws Exception {
    assertThat(issue(leaf().subject("host.test")).getSubjectAlternativeNames()).isNull();
  }

  @Test
  void anEmptySubjectMakesTheNamesCritical() throws Exception {
    X509Certificate leaf = issue(leaf().subject("").names("a.test"));
    assertThat(leaf.getSubjectX500Principal().getName()).isEmpty();
    assertThat(leaf.getCriticalExtensionOIDs()).contains(SAN);
  }

  @Test
  void validityCountsBothEnds() throws Exception {
    X509Certificate leaf = issue(leaf().startingIn(Duration.ZERO).validity(Duration.ofDays(825)));
    assertThat(leaf.getNotBefore().toInstant()).isEqualTo("2026-11-21T10:15:30Z");
    assertThat(leaf.getNotAfter().toInstant()).isEqualTo("2029-02-23T10:15:29Z");
  }

  @Test
  void validityIsRelativeToTheClockOrAbsolute() throws Exception {
    X509Certificate expired =
        issue(leaf().startingIn(Duration.ofDays(-30)).validity(Duration.ofDays(20)));
    assertThat(expired.getNotBefore().toInstant()).isEqualTo("2026-10-22T10:15:30Z");
    assertThat(expired.getNotAfter().toInstant()).isEqualTo("2026-11-11T10:15:29Z");
    X509Certificate late =
        issue(leaf().notBefore(Instant.parse("2049-12-31T23:59:59Z")).validity(Duration.ofDays(1)));
    assertThat(late.getNotAfter().toInstant()).isEqualTo("2050-01-01T23:59:58Z");
  }

  @Test
  void refusesAValidityThatEndsBeforeItBegins() {
    assertThatThrownBy(() -> leaf().validity(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void serialNumbersArePositiveAndRandomOf127Bits() throws Exception {
    CertificateBuilder builder = leaf();
    Set<BigInteger> serials =
        IntStream.range(0, 20)
            .mapToObj(i -> builder.signedBy(ca).certificate().getSerialNumber())
            .collect(Collectors.toSet());
    assertThat(serials).hasSize(20).allMatch(s -> s.signum() > 0 && s.bitLength() == 127);
    assertThat(issue(leaf().serial(BigInteger.TEN)).getSerialNumber()).isEqualTo(BigInteger.TEN);
  }

  @Test
  void extendedKeyUsageIsAtWill() throws Exception {
    assertThat(issue(leaf().extendedKeyUsage("clientAuth")).getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(
            issue(leaf().extendedKeyUsage("anyExtendedKeyUsage", "1.2.3.4")).getExtendedKeyUsage())
        .containsExactly("2.5.29.37.0", "1.2.3.4");
    assertThat(issue(leaf().extendedKeyUsage()).getExtendedKeyUsage()).isNull();
    assertThatThrownBy(() -> leaf().extendedKeyUsage("serverauth"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'serverauth'")
        .hasMessageContaining("serverAuth");
  }

  @Test
  void keyUsageIsAtWill() throws Exception {
    // RFC 5280 section 4.2.1.3 numbers the bits in this order.
    List<KeyUse> bits =
        List.of(
            KeyUse.DIGITAL_SIGNATURE,
            KeyUse.NON_REPUDIATION,
            KeyUse.KEY_ENCIPHERMENT,
            KeyUse.DATA_ENCIPHERMENT,
            KeyUse.KEY_AGREEMENT,
            KeyUse.KEY_CERT_SIGN,
            KeyUse.CRL_SIGN,
            KeyUse.ENCIPHER_ONLY,
            KeyUse.DECIPHER_ONLY);
    for (int bit = 0; bit < bits.size(); bit++) {
      boolean[] expected = new boolean[9];
      expected[bit] = true;
      assertThat(issue(leaf().keyUsage(bits.get(bit))).getKeyUsage()).isEqualTo(expected);
    }
    assertThat(issue(leaf().keyUsage()).getKeyUsage()).isNull();
  }

  @Test
  void basicConstraintsAreAtWill() throws Exception {
    assertThat(issue(authority()).getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
    assertThat(issue(authority().pathLength(3)).getBasicConstraints()).isEqualTo(3);
    assertThat(issue(leaf().basicConstraints(true)).getBasicConstraints())
        .isEqualTo(Integer.MAX_VALUE);
    X509Certificate without = issue(authority().withoutBasicConstraints());
    assertThat(without.getExtensionValue(BASIC_CONSTRAINTS)).isNull();
    X509Certificate explicitlyNot = issue(authority().basicConstraints(false));
    assertThat(explicitlyNot.getBasicConstraints()).isEqualTo(-1);
    assertThat(explicitlyNot.getExtensionValue(BASIC_CONSTRAINTS)).isNotNull();
  }

  @Test
  void nameConstraintsAreCriticalAndPermitSubtrees() throws Exception {
    X509Certificate constrained =
        issue(authority().permittedNames("ats.test", "127.0.0.1/32", "::1/128"));
    assertThat(constrained.getCriticalExtensionOIDs()).contains(NAME_CONSTRAINTS);
    // RFC 5280 section 4.2.1.10: address and mask, each of the length of an address.
    assertThat(HexFormat.of().formatHex(constrained.getExtensionValue(NAME_CONSTRAINTS)))
        .contains(HexFormat.of().formatHex("ats.test".getBytes(US_ASCII)))
        .contains("8708" + "7f000001" + "ffffffff")
        .contains("8720" + "0".repeat(31) + "1" + "f".repeat(32));
    assertThat(issue(authority().permittedNames()).getExtensionValue(NAME_CONSTRAINTS)).isNull();
  }

  @Test
  void keyIdentifiersLinkLeafAndIssuer() throws Exception {
    byte[] issuer = Certificates.toJca(ca.certificate()).getExtensionValue(SKI);
    byte[] identifier = java.util.Arrays.copyOfRange(issuer, issuer.length - 20, issuer.length);
    assertThat(HexFormat.of().formatHex(issue(leaf()).getExtensionValue(AKI)))
        .endsWith("8014" + HexFormat.of().formatHex(identifier));
    assertThat(Certificates.toJca(ca.certificate()).getExtensionValue(AKI)).isNull();
  }

  @Test
  void keyIdentifiersCanBeWrongOrAbsent() throws Exception {
    byte[] wrong = {1, 2, 3};
    X509Certificate lying = issue(leaf().subjectKeyIdentifier(wrong).authorityKeyIdentifier(wrong));
    assertThat(HexFormat.of().formatHex(lying.getExtensionValue(SKI))).endsWith("0403010203");
    assertThat(HexFormat.of().formatHex(lying.getExtensionValue(AKI))).endsWith("8003010203");
    X509Certificate without = issue(leaf().withoutKeyIdentifiers());
    assertThat(without.getExtensionValue(SKI)).isNull();
    assertThat(without.getExtensionValue(AKI)).isNull();
  }

  @Test
  void anUnknownExtensionCanBeCritical() throws Exception {
    X509Certificate leaf = issue(leaf().extension("1.2.3.4.5", true, new byte[] {5, 0}));
    assertThat(leaf.hasUnsupportedCriticalExtension()).isTrue();
    assertThat(leaf.getExtensionValue("1.2.3.4.5")).containsExactly(4, 2, 5, 0);
  }

  @Test
  void aVersion1CertificateHasNoExtensions() throws Exception {
    X509Certificate old = issue(leaf().names("a.test").version1());
    assertThat(old.getVersion()).isEqualTo(1);
    assertThat(old.getCriticalExtensionOIDs()).isNull();
    assertThat(old.getNonCriticalExtensionOIDs()).isNull();
    old.verify(Certificates.toJca(ca.certificate()).getPublicKey());
  }

  @Test
  void aTamperedSignatureDoesNotVerifyAndNothingElseChanged() throws Exception {
    CertificateBuilder builder = leaf().serial(BigInteger.ONE);
    X509Certificate sound = issue(builder);
    X509Certificate tampered = issue(builder.tamperedSignature());
    assertThat(tampered.getTBSCertificate()).isEqualTo(sound.getTBSCertificate());
    assertThatThrownBy(() -> tampered.verify(Certificates.toJca(ca.certificate()).getPublicKey()))
        .isInstanceOf(SignatureException.class);
  }

  @Test
  void explicitCurveParametersNeedAnEcKey() {
    assertThatThrownBy(
            () ->
                CertificateBuilder.leaf(HarnessKey.generate(KeySpec.ed25519()))
                    .explicitCurve()
                    .selfSigned())
        .isInstanceOf(IllegalStateException.class);
  }
}
