package dev.atsharness.certs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.certs.Tools.Result;
import dev.atsharness.certs.internal.Certificates;
import dev.atsharness.certs.internal.Pem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenSSL trusts a correct chain under the harness root and refuses each broken chain because of
 * its fault.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChainTest {
  private static final String HOST = "x.ats-harness.test";

  @TempDir Path directory;
  private KeyPool keys;
  private HarnessCa ca;
  private CertifiedKey issuing;

  @BeforeAll
  void open() throws Exception {
    Tools.requireOpenssl();
    keys = new KeyPool();
    ca = HarnessCa.create("ats-harness.test", Clock.systemUTC(), keys);
    issuing = ca.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA);
  }

  @AfterAll
  void close() {
    if (keys != null) {
      keys.close();
    }
  }

  private CertificateBuilder leaf() {
    return ca.leaf(keys.shared(KeySpec.ec("p-256"))).subject(HOST).names(HOST, "127.0.0.1", "::1");
  }

  /** Verifies at security level 0, so that OpenSSL refuses only the intended fault. */
  private String verify(Identity identity, String... options)
      throws IOException, InterruptedException {
    Files.writeString(directory.resolve("root.pem"), ca.rootPem());
    Files.writeString(directory.resolve("leaf.pem"), identity.leafOnly().chainPem());
    Files.writeString(directory.resolve("chain.pem"), identity.chainPem());
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                "verify",
                "-auth_level",
                "0",
                "-purpose",
                "sslserver",
                "-verify_hostname",
                HOST,
                "-CAfile",
                "root.pem",
                "-untrusted",
                "chain.pem"));
    arguments.addAll(List.of(options));
    arguments.add("leaf.pem");
    Result result = Tools.openssl(directory, arguments.toArray(String[]::new));
    return result.exit() == 0 ? "OK" : result.output();
  }

  @Test
  void trustsASoundChain() throws Exception {
    assertThat(verify(leaf().signedBy(issuing).identity())).isEqualTo("OK");
    assertThat(verify(leaf().signedBy(issuing).identity(), "-x509_strict")).isEqualTo("OK");
    assertThat(
            verify(
                leaf()
                    .signature(SignatureAlgorithm.SHA384_RSA_PSS)
                    .signedBy(ca.issuingCaFor(SignatureAlgorithm.SHA384_RSA_PSS))
                    .identity()))
        .isEqualTo("OK");
  }

  @Test
  void trustsAnRsaSignedIssuingCaBelowTheIntermediate() throws Exception {
    CertifiedKey own = ca.issuingCa(keys.shared(KeySpec.ec("p-256")), SignatureAlgorithm.MD5_RSA);
    assertThat(verify(leaf().signedBy(own).identity())).isEqualTo("OK");
  }

  @Test
  void sendsTheChainWithoutTheRootUnlessAsked() {
    CertifiedKey leaf = leaf().signedBy(issuing);
    X509CertificateHolder root = ca.root().certificate();
    assertThat(leaf.identity().chain()).containsExactly(leaf.certificate(), issuing.certificate());
    assertThat(leaf.path()).containsExactly(leaf.certificate(), issuing.certificate(), root);
    assertThat(leaf.identity().plus(root).issuersReversed().chain())
        .containsExactly(leaf.certificate(), root, issuing.certificate());
    assertThat(leaf().selfSigned().identity().chain()).hasSize(1);
  }

  @Test
  void aChainWithoutItsIssuingCaIsIncomplete() throws Exception {
    assertThat(verify(leaf().signedBy(issuing).identity().leafOnly()))
        .contains("unable to get local issuer certificate");
  }

  @Test
  void theConstraintsOfTheIssuingCaBite() throws Exception {
    assertThat(verify(leaf().names("example.com", HOST).signedBy(issuing).identity()))
        .contains("permitted subtree violation");
    assertThat(verify(leaf().names(HOST, "10.0.0.1").signedBy(issuing).identity()))
        .contains("permitted subtree violation");
  }

  @Test
  void theCasAreForServersOnly() throws Exception {
    for (String purpose : List.of("smimesign", "sslclient", "timestampsign")) {
      CertifiedKey other =
          leaf()
              .extendedKeyUsage("emailProtection", "clientAuth", "timeStamping")
              .signedBy(issuing);
      assertThat(verify(other.identity(), "-purpose", purpose)).contains("purpose");
    }
  }

  @Test
  void theConstraintsOfTheRootBiteWithoutThoseOfTheIssuingCa() throws Exception {
    CertifiedKey unconstrained =
        CertificateBuilder.authority(keys.shared(KeySpec.ec("p-384")))
            .subject("unconstrained")
            .signedBy(ca.root());
    assertThat(verify(leaf().signedBy(unconstrained).identity())).isEqualTo("OK");
    assertThat(verify(leaf().names("example.com", HOST).signedBy(unconstrained).identity()))
        .contains("permitted subtree violation");
  }

  @Test
  void theIssuingCaMayNotHaveAnotherBelowIt() throws Exception {
    CertifiedKey below =
        CertificateBuilder.authority(keys.shared(KeySpec.ec("p-384")))
            .subject("one too many")
            .signedBy(issuing);
    assertThat(verify(leaf().signedBy(below).identity())).contains("path length constraint");
  }

  @Test
  void aLeafIsNoAuthority() throws Exception {
    CertifiedKey leaf = leaf().signedBy(issuing);
    assertThat(verify(leaf().subject("below").signedBy(leaf).identity()))
        .contains("invalid CA certificate");
  }

  @Test
  void aTamperedSignatureIsRefused() throws Exception {
    assertThat(verify(leaf().tamperedSignature().signedBy(issuing).identity()))
        .contains("certificate signature failure");
  }

  @Test
  void validityIsJudgedByTheClock() throws Exception {
    assertThat(
            verify(
                leaf()
                    .startingIn(Duration.ofDays(-30))
                    .validity(Duration.ofDays(29))
                    .signedBy(issuing)
                    .identity()))
        .contains("certificate has expired");
    assertThat(verify(leaf().startingIn(Duration.ofDays(1)).signedBy(issuing).identity()))
        .contains("certificate is not yet valid");
  }

  @Test
  void selfSignedAndUntrustedAreRefused() throws Exception {
    assertThat(verify(leaf().selfSigned().identity())).contains("self-signed certificate");
    HarnessCa untrusted = ca.untrusted();
    assertThat(
            verify(
                leaf()
                    .signedBy(untrusted.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA))
                    .identity()
                    .plus(untrusted.root().certificate())))
        .contains("self-signed certificate in certificate chain");
  }

  @Test
  void theWrongPurposeAnUnknownCriticalExtensionAndTheWrongNameAreRefused() throws Exception {
    assertThat(verify(leaf().extendedKeyUsage("clientAuth").signedBy(issuing).identity()))
        .contains("unsuitable certificate purpose");
    assertThat(
            verify(
                leaf()
                    .extension("1.2.3.4.5", true, new byte[] {5, 0})
                    .signedBy(issuing)
                    .identity()))
        .contains("unhandled critical extension");
    assertThat(verify(leaf().names("y.ats-harness.test").signedBy(issuing).identity()))
        .contains("hostname mismatch");
  }

  @Test
  void aVersion1LeafIsReadAsOne() throws Exception {
    Files.writeString(
        directory.resolve("v1.pem"), leaf().version1().signedBy(issuing).identity().chainPem());
    assertThat(Tools.openssl(directory, "x509", "-in", "v1.pem", "-noout", "-text").output())
        .contains("Version: 1 (0x0)")
        .doesNotContain("X509v3");
  }

  @Test
  void anExplicitCurveIsSpelledOut() throws Exception {
    Files.writeString(
        directory.resolve("explicit.pem"),
        leaf().explicitCurve().signedBy(issuing).identity().chainPem());
    assertThat(Tools.openssl(directory, "x509", "-in", "explicit.pem", "-noout", "-text").output())
        .contains("Field Type: prime-field", "Generator (uncompressed)")
        .doesNotContain("prime256v1");
  }

  @Test
  void theSha1RootVariantChangesNothingForThoseWhoTrustTheRoot() throws Exception {
    X509CertificateHolder sha1 = ca.rootSignedWith(SignatureAlgorithm.SHA1_ECDSA);
    assertThat(verify(leaf().signedBy(issuing).identity().plus(sha1))).isEqualTo("OK");
    assertThat(verify(leaf().signedBy(issuing).identity().plus(sha1), "-auth_level", "2"))
        .isEqualTo("OK");
  }

  @Test
  void pkcs12IsReadByOpensslAndTheJdk() throws Exception {
    Identity identity = leaf().signedBy(issuing).identity();
    char[] password = "correct horse".toCharArray();
    byte[] file = identity.pkcs12(password);
    Files.write(directory.resolve("identity.p12"), file);

    Result result =
        Tools.openssl(
            directory, "pkcs12", "-in", "identity.p12", "-passin", "pass:correct horse", "-noenc");
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).contains("BEGIN PRIVATE KEY");
    for (X509CertificateHolder certificate : identity.chain()) {
      assertThat(result.output()).contains(Certificates.pem(certificate));
    }

    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(file), password);
    assertThat(store.getKey("ats-harness", password).getEncoded())
        .isEqualTo(identity.key().pkcs8());
    assertThat(List.of(store.getCertificateChain("ats-harness")))
        .isEqualTo(List.<Certificate>copyOf(identity.chainJca()));
  }

  @Test
  void pemHoldsTheKeyAndTheChainInOrder() throws Exception {
    Identity identity = leaf().signedBy(issuing).identity();
    assertThat(identity.pem()).isEqualTo(identity.key().pem() + identity.chainPem());
    assertThat(Pem.decode(identity.pem()).stream().map(block -> block.getType()).toList())
        .containsExactly("PRIVATE KEY", "CERTIFICATE", "CERTIFICATE");
    assertThat(Pem.decode(identity.pem()).get(1).getContent())
        .isEqualTo(identity.chainDer().get(0));
    assertThat(identity.pem().lines()).allMatch(line -> line.length() <= 64);
  }
}
