package dev.atsharness.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.certs.internal.Certificates;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The authority of a run can issue certificates only for the harness domain and loopback. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HarnessCaTest {
  private static final String DOMAIN = "ats-harness.test";

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
  void constrainsRootAndIssuingCaCriticallyAndForNinetyDaysAtMost() {
    for (CertifiedKey authority :
        new CertifiedKey[] {
          ca.root(),
          ca.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA),
          ca.issuingCaFor(SignatureAlgorithm.SHA256_RSA),
          ca.issuingCa(keys.fresh(KeySpec.rsa(1024)), SignatureAlgorithm.SHA1_ECDSA),
          ca.untrusted().root(),
          ca.untrusted().issuingCaFor(SignatureAlgorithm.SHA256_ECDSA)
        }) {
      X509Certificate certificate = Certificates.toJca(authority.certificate());
      assertThat(certificate.getCriticalExtensionOIDs()).contains("2.5.29.30");
      assertThat(lifetime(certificate)).isLessThanOrEqualTo(Duration.ofDays(90));
      assertThat(certificate.getKeyUsage())
          .isEqualTo(new boolean[] {false, false, false, false, false, true, true, false, false});
      assertThat(certificate.getBasicConstraints())
          .isEqualTo(authority.issuer().isEmpty() ? Integer.MAX_VALUE : 0);
    }
  }

  private static Duration lifetime(X509Certificate certificate) {
    return Duration.between(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
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
