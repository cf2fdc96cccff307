package dev.atsharness.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.certs.internal.Certificates;
import java.io.IOException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The authority of a run can issue certificates only for the harness domain and loopback. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HarnessCaTest {
  private static final String DOMAIN = "ats-harness.test";
  private static final String NAME_CONSTRAINTS = "2.5.29.30";
  private static final KeySpec P256 = KeySpec.ec("p-256");

  private KeyPool keys;
  private HarnessCa ca;

  @BeforeAll
  void makeAuthority() {
    keys = new KeyPool();
    ca = HarnessCa.create(DOMAIN, Clock.systemUTC(), keys);
  }

  @AfterAll
  void closeKeys() {
    keys.close();
  }

  private CertifiedKey leaf(String... names) {
    return ca.leaf(keys.shared(KeySpec.ec("p-256")))
        .subject(names[0])
        .names(names)
        .signedBy(ca.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA));
  }

  @Test
  void vouchesForNamesInItsDomainAndLoopback() throws Exception {
    Pkix.validate(leaf("a.b." + DOMAIN, DOMAIN, "127.0.0.1", "::1"), ca.root());
  }

  @Test
  void vouchesForNothingElse() {
    for (String foreign : new String[] {"example.com", "127.0.0.2", "10.0.0.1", "::2"}) {
      assertThatThrownBy(() -> Pkix.validate(leaf(foreign), ca.root()))
          .as(foreign)
          .isInstanceOf(CertPathValidatorException.class)
          .hasMessageContaining("name constraints");
    }
  }

  @Test
  void constrainsEveryCaCriticallyAndForNinetyDaysAtMost() throws Exception {
    List<CertifiedKey> all = authorities(ca);
    Instant latest = Instant.now().plus(HarnessCa.LIFETIME);
    for (CertifiedKey authority : all) {
      X509Certificate certificate = Certificates.toJca(authority.certificate());
      assertThat(certificate.getCriticalExtensionOIDs()).contains(NAME_CONSTRAINTS);
      assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
      assertThat(certificate.getNotAfter()).isBeforeOrEqualTo(Date.from(latest));
      assertThat(certificate.getKeyUsage())
          .isEqualTo(new boolean[] {false, false, false, false, false, true, true, false, false});
      assertThat(certificate.getBasicConstraints()).isEqualTo(pathLength(authority));
    }
  }

  private List<CertifiedKey> authorities(HarnessCa of) {
    CertifiedKey belowRsa =
        of.issuingCa(keys.shared(KeySpec.ec("p-256")), SignatureAlgorithm.SHA256_RSA);
    CertifiedKey otherRoot = of.rootFor("x." + DOMAIN, HarnessKey.generate(P256)).selfSigned();
    return List.of(
        of.root(),
        of.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA),
        of.issuingCaFor(SignatureAlgorithm.SHA256_RSA),
        of.issuingCa(keys.fresh(KeySpec.rsa(1024)), SignatureAlgorithm.SHA1_ECDSA),
        belowRsa,
        belowRsa.issuer().orElseThrow(),
        otherRoot,
        of.issuingCaBelow(otherRoot, HarnessKey.generate(P256)).signedBy(otherRoot),
        of.untrusted().root(),
        of.untrusted().issuingCaFor(SignatureAlgorithm.SHA256_ECDSA));
  }

  private static int pathLength(CertifiedKey authority) {
    return authority.issuer().isEmpty()
        ? Integer.MAX_VALUE
        : authority.certificate().getSubject().toString().contains("intermediate") ? 1 : 0;
  }

  /** The JDK applies constraints of mailboxes and URIs. */
  @Test
  void vouchesForNoMailboxAndUriOfAnotherHost() throws Exception {
    for (GeneralName good :
        List.of(
            new GeneralName(GeneralName.rfc822Name, "admin@" + DOMAIN),
            new GeneralName(GeneralName.uniformResourceIdentifier, "https://" + DOMAIN + "/"))) {
      Pkix.validate(named(good), ca.root());
    }
    for (GeneralName foreign :
        List.of(
            new GeneralName(GeneralName.rfc822Name, "admin@example.com"),
            new GeneralName(GeneralName.uniformResourceIdentifier, "https://example.com/"))) {
      assertThatThrownBy(() -> Pkix.validate(named(foreign), ca.root()))
          .as(foreign.toString())
          .isInstanceOf(CertPathValidatorException.class)
          .hasMessageContaining("name constraints");
    }
  }

  private CertifiedKey named(GeneralName name) throws IOException {
    return ca.leaf(keys.shared(P256))
        .extension("2.5.29.17", false, new GeneralNames(name).getEncoded())
        .signedBy(ca.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA));
  }

  @Test
  void noNameConstraintsAreInAnyCaOfAnAuthorityWithoutThem() throws Exception {
    HarnessCa free = HarnessCa.createWithoutNameConstraints(DOMAIN, Clock.systemUTC(), keys);
    for (CertifiedKey authority : authorities(free)) {
      X509Certificate certificate = Certificates.toJca(authority.certificate());
      assertThat(certificate.getExtensionValue(NAME_CONSTRAINTS)).isNull();
      assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    }
    Pkix.validate(
        free.leaf(keys.shared(P256))
            .names("example.com")
            .signedBy(free.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA)),
        free.root());
  }

  @Test
  void picksTheIssuingCaByTheFamilyOfTheSignature() {
    assertThat(ca.issuingCaFor(SignatureAlgorithm.SHA1_RSA).key().spec())
        .isEqualTo(KeySpec.rsa(2048));
    assertThat(ca.issuingCaFor(SignatureAlgorithm.SHA256_RSA_PSS))
        .isSameAs(ca.issuingCaFor(SignatureAlgorithm.MD5_RSA));
    assertThat(ca.issuingCaFor(SignatureAlgorithm.SHA512_ECDSA).key().spec())
        .isEqualTo(KeySpec.ec("p-256"));
    assertThatThrownBy(() -> ca.issuingCaFor(SignatureAlgorithm.ED25519))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anIssuingCaOfItsOwnIsNewEachTimeAndTrusted() throws Exception {
    HarnessKey key = keys.shared(KeySpec.ec("p-384"));
    CertifiedKey one = ca.issuingCa(key, SignatureAlgorithm.SHA256_ECDSA);
    CertifiedKey other = ca.issuingCa(key, SignatureAlgorithm.SHA256_ECDSA);
    assertThat(one.certificate().getSubject()).isNotEqualTo(other.certificate().getSubject());
    Pkix.validate(ca.leaf(key).names("x." + DOMAIN).signedBy(one), ca.root());
  }

  @Test
  void anRsaSignedIssuingCaHangsBelowAnRsaIntermediate() throws Exception {
    CertifiedKey issuing =
        ca.issuingCa(keys.shared(KeySpec.ec("p-256")), SignatureAlgorithm.SHA256_RSA);
    assertThat(Certificates.toJca(issuing.certificate()).getSigAlgName())
        .isEqualTo("SHA256withRSA");
    CertifiedKey leaf =
        ca.leaf(keys.shared(KeySpec.ec("p-256"))).names("x." + DOMAIN).signedBy(issuing);
    assertThat(leaf.identity().chain()).hasSize(3);
    Pkix.validate(leaf, ca.root());
  }

  @Test
  void anUntrustedAuthorityDoesNotChainToTheRoot() throws Exception {
    HarnessCa untrusted = ca.untrusted();
    CertifiedKey leaf =
        untrusted
            .leaf(keys.shared(KeySpec.ec("p-256")))
            .names("x." + DOMAIN)
            .signedBy(untrusted.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA));
    Pkix.validate(leaf, untrusted.root());
    assertThatThrownBy(() -> Pkix.validate(leaf, ca.root()))
        .isInstanceOf(CertPathValidatorException.class);
    assertThat(ca.untrusted()).isSameAs(untrusted);
  }

  @Test
  void theSha1RootDiffersFromTheRootInItsSignatureOnly() throws Exception {
    X509Certificate root = Certificates.toJca(ca.root().certificate());
    X509Certificate sha1 = Certificates.toJca(ca.rootSignedWith(SignatureAlgorithm.SHA1_ECDSA));
    assertThat(sha1.getSigAlgName()).isEqualTo("SHA1withECDSA");
    assertThat(root.getSigAlgName()).isEqualTo("SHA256withECDSA");
    sha1.verify(root.getPublicKey());
    assertThat(sha1.getSubjectX500Principal()).isEqualTo(root.getSubjectX500Principal());
    assertThat(sha1.getNotAfter()).isEqualTo(root.getNotAfter());
    for (String oid : root.getCriticalExtensionOIDs()) {
      assertThat(Arrays.equals(sha1.getExtensionValue(oid), root.getExtensionValue(oid))).isTrue();
    }
    assertThat(sha1.getExtensionValue("2.5.29.14")).isEqualTo(root.getExtensionValue("2.5.29.14"));
    assertThat(sha1.getNotBefore()).isEqualTo(root.getNotBefore());
  }

  @Test
  void refusesAnRsaSelfSignatureOfItsEcRoot() {
    assertThatThrownBy(() -> ca.rootSignedWith(SignatureAlgorithm.SHA1_RSA))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("p-256");
  }
}
