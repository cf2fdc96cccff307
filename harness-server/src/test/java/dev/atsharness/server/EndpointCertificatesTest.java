package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.certs.HarnessCa;
import dev.atsharness.certs.Identity;
import dev.atsharness.certs.KeyPool;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.SignatureAlgorithm;
import dev.atsharness.certs.internal.Certificates;
import dev.atsharness.certs.internal.Revocations;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.internal.CertificateSettings;
import dev.atsharness.scenario.internal.CertificateSettings.Authority;
import dev.atsharness.scenario.internal.CertificateSettings.Issuer;
import dev.atsharness.scenario.internal.CertificateSettings.Link;
import dev.atsharness.scenario.internal.CertificateSettings.OlderRoot;
import dev.atsharness.scenario.internal.CertificateSettings.Pointer;
import dev.atsharness.scenario.internal.CertificateSettings.Quirk;
import dev.atsharness.scenario.internal.CertificateSettings.Revocation;
import dev.atsharness.scenario.internal.CertificateSettings.Validity;
import dev.atsharness.scenario.internal.ServerSettings.Transport;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The JDK's certificate parser and path validator read the certificates that were made. */
class EndpointCertificatesTest {

  private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
  private static final String HOST = "no-ems.ats-harness.test";
  private static final KeySpec P256 = KeySpec.ec("p-256");
  private static final SignatureAlgorithm ECDSA = SignatureAlgorithm.SHA256_ECDSA;

  private static final String SUBJECT_ALT_NAME = "2.5.29.17";
  private static final String NAME_CONSTRAINTS = "2.5.29.30";

  private static KeyPool keys;
  private static HarnessCa ca;
  private static EndpointCertificates certificates;

  @BeforeAll
  static void makeAuthority() {
    keys = new KeyPool();
    ca = HarnessCa.create("ats-harness.test", Clock.fixed(START, ZoneOffset.UTC), keys);
    certificates =
        new EndpointCertificates(
            ca,
            keys,
            new KeyPool(),
            START,
            new Revocations(Clock.fixed(START, ZoneOffset.UTC)),
            pointer -> List.of());
  }

  @AfterAll
  static void closePool() {
    keys.close();
  }

  @Test
  void aLeafOfTheSharedIssuingCaIsTrustedAndCarriesItsHostAlone() throws Exception {
    X509Certificate leaf = chain(settings()).get(0);
    validate(chain(settings()));
    assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=" + HOST);
    assertThat(names(leaf)).containsExactly(HOST);
    assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
  }

  @Test
  void theLeafForClientsWithoutSniDiffersInNamesAndSerialNumberAlone() throws Exception {
    EndpointCertificates.Issued issued = certificates.issue(with(Issuer.OWN_ISSUING_CA), HOST);
    List<X509Certificate> named = issued.identity().chainJca();
    List<X509Certificate> unnamed = issued.withoutServerName().get().chainJca();
    X509Certificate one = named.get(0);
    X509Certificate other = unnamed.get(0);

    validate(unnamed);
    assertThat(names(other)).containsExactly(HOST, "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(other.getSerialNumber()).isNotEqualTo(one.getSerialNumber());
    assertThat(unnamed.get(1)).isEqualTo(named.get(1));
    assertThat(other.getPublicKey()).isEqualTo(one.getPublicKey());
    assertThat(other.getSubjectX500Principal()).isEqualTo(one.getSubjectX500Principal());
    assertThat(other.getNotBefore()).isEqualTo(one.getNotBefore());
    assertThat(other.getNotAfter()).isEqualTo(one.getNotAfter());
    assertThat(other.getSigAlgOID()).isEqualTo(one.getSigAlgOID());
    for (String oid : extensions(one)) {
      if (!oid.equals(SUBJECT_ALT_NAME)) {
        assertThat(other.getExtensionValue(oid)).as(oid).isEqualTo(one.getExtensionValue(oid));
      }
    }
    assertThat(extensions(other)).isEqualTo(extensions(one));
  }

  @Test
  void theLeafForClientsWithoutSniIsMadeOnceAndOnlyIfItsNamesDiffer() {
    EndpointCertificates.Issued issued = certificates.issue(settings(), HOST);
    assertThat(issued.withoutServerName().get())
        .isSameAs(issued.withoutServerName().get())
        .isNotSameAs(issued.identity());
    for (CertificateSettings same :
        List.of(
            settings()
                .with(CertificateSettings.NAMES, List.of(CertificateSettings.HOST, "127.0.0.1")),
            with(Issuer.SELF),
            with(Issuer.INSTALLED_SELF))) {
      EndpointCertificates.Issued one = certificates.issue(same, HOST);
      assertThat(one.withoutServerName().get()).isSameAs(one.identity());
    }
  }

  @Test
  void aServerMayHaveAnotherHostForClientsWithoutSni() throws Exception {
    EndpointCertificates.Issued issued =
        certificates.issue(
            settings()
                .with(
                    CertificateSettings.HOST_WITHOUT_SNI,
                    Optional.of("elsewhere." + CertificateSettings.DOMAIN)),
            HOST);
    X509Certificate unnamed = issued.withoutServerName().get().chainJca().get(0);
    assertThat(names(issued.identity().chainJca().get(0))).containsExactly(HOST);
    assertThat(names(unnamed))
        .containsExactly("elsewhere.ats-harness.test", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(unnamed.getSubjectX500Principal().getName())
        .isEqualTo("CN=elsewhere.ats-harness.test");
  }

  /** A client may keep a CRL for a day: its first edition has to know both leaves. */
  @Test
  void theStatusOfBothLeavesIsKnownAtOnce() throws Exception {
    Revocations revocations = new Revocations(Clock.fixed(START, ZoneOffset.UTC));
    EndpointCertificates.Issued issued =
        new EndpointCertificates(ca, keys, new KeyPool(), START, revocations, pointer -> List.of())
            .issue(
                with(Issuer.OWN_ISSUING_CA)
                    .with(
                        CertificateSettings.REVOCATION,
                        Revocation.NONE
                            .with(Revocation.POINTERS, List.of(Pointer.CRL, Pointer.OCSP))
                            .with(Revocation.REVOKED, true)),
                HOST);
    X509CertificateHolder issuer = issued.identity().chain().get(1);
    byte[] identifier =
        SubjectKeyIdentifier.fromExtensions(issuer.getExtensions()).getKeyIdentifier();
    X509CRLHolder crl =
        new X509CRLHolder(revocations.crl(HexFormat.of().formatHex(identifier)).orElseThrow());
    for (Identity identity : List.of(issued.identity(), issued.withoutServerName().get())) {
      X509CertificateHolder leaf = identity.chain().get(0);
      assertThat(crl.getRevokedCertificate(leaf.getSerialNumber())).isNotNull();
      BasicOCSPResp staple =
          (BasicOCSPResp) new OCSPResp(revocations.staple(leaf)).getResponseObject();
      assertThat(staple.getResponses())
          .singleElement()
          .satisfies(
              one -> {
                assertThat(one.getCertID().getSerialNumber()).isEqualTo(leaf.getSerialNumber());
                assertThat(one.getCertStatus()).isInstanceOf(RevokedStatus.class);
              });
    }
  }

  private static List<String> names(X509Certificate leaf) throws GeneralSecurityException {
    return leaf.getSubjectAlternativeNames().stream().map(name -> name.get(1).toString()).toList();
  }

  private static Set<String> extensions(X509Certificate certificate) {
    Set<String> all = new TreeSet<>(certificate.getCriticalExtensionOIDs());
    all.addAll(certificate.getNonCriticalExtensionOIDs());
    return all;
  }

  @Test
  void validityIsRelativeToTheStart() throws Exception {
    X509Certificate leaf =
        chain(with(Issuer.ISSUING_CA, Duration.ofDays(-31), Duration.ofDays(30))).get(0);
    assertThat(leaf.getNotBefore()).isEqualTo(Date.from(START.minus(Duration.ofDays(31))));
    assertThat(leaf.getNotAfter()).isBefore(Date.from(START));
  }

  @Test
  void noNamesAndNoPurposesLeaveTheExtensionsOut() throws Exception {
    X509Certificate leaf =
        chain(
                settings(
                    P256, ECDSA, Issuer.ISSUING_CA, List.of(), List.of(), fullChain(), P256, ECDSA))
            .get(0);
    assertThat(leaf.getSubjectAlternativeNames()).isNull();
    assertThat(leaf.getExtendedKeyUsage()).isNull();
    assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=" + HOST);
  }

  @Test
  void aWrongNameIsNowhereContradictedByTheCommonName() throws Exception {
    X509Certificate leaf =
        chain(
                settings(
                    P256,
                    ECDSA,
                    Issuer.ISSUING_CA,
                    List.of("other.ats-harness.test"),
                    List.of("serverAuth"),
                    fullChain(),
                    P256,
                    ECDSA))
            .get(0);
    assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=other.ats-harness.test");
  }

  @Test
  void linksAreSentInTheOrderAskedForAndAbsentOnesPassedOver() throws Exception {
    List<X509Certificate> reversed =
        chain(sending(Issuer.ISSUING_CA, Link.LEAF, Link.ROOT, Link.ISSUING_CA));
    assertThat(reversed).hasSize(3);
    assertThat(reversed.get(1).getSubjectX500Principal())
        .isEqualTo(reversed.get(1).getIssuerX500Principal());
    assertThat(reversed.get(2).getIssuerX500Principal())
        .isEqualTo(reversed.get(1).getSubjectX500Principal());

    assertThat(chain(sending(Issuer.ISSUING_CA, Link.LEAF))).hasSize(1);
    assertThat(chain(sending(Issuer.SELF, Link.LEAF, Link.ISSUING_CA, Link.ROOT))).hasSize(1);
  }

  @Test
  void aSeparateIssuingCaIsNotShared() throws Exception {
    List<X509Certificate> one = chain(with(Issuer.OWN_ISSUING_CA));
    List<X509Certificate> other = chain(with(Issuer.OWN_ISSUING_CA));
    validate(one);
    validate(other);
    assertThat(one.get(1).getPublicKey()).isNotEqualTo(other.get(1).getPublicKey());
    assertThat(one.get(1).getSubjectX500Principal())
        .isNotEqualTo(other.get(1).getSubjectX500Principal());
    assertThat(one.get(1).getPublicKey()).isNotEqualTo(chain(settings()).get(1).getPublicKey());
  }

  @Test
  void anIssuingCaOfItsOwnCanHaveAnotherKeyAndAWeakSignature() throws Exception {
    List<X509Certificate> chain =
        chain(
            settings(
                P256,
                SignatureAlgorithm.SHA256_RSA,
                Issuer.OWN_ISSUING_CA,
                List.of(CertificateSettings.HOST),
                List.of("serverAuth"),
                fullChain(),
                KeySpec.rsa(1024),
                SignatureAlgorithm.SHA1_ECDSA));
    assertThat(chain.get(0).getSigAlgName()).isEqualTo("SHA256withRSA");
    assertThat(chain.get(1).getSigAlgName()).isEqualTo("SHA1withECDSA");
    assertThat(chain.get(1).getPublicKey().getAlgorithm()).isEqualTo("RSA");
    chain.get(0).verify(chain.get(1).getPublicKey());
  }

  @Test
  void aSelfSignedLeafAndOneUnderAnUntrustedRootAreNotTrusted() throws Exception {
    for (Issuer issuer : List.of(Issuer.SELF, Issuer.UNTRUSTED_ROOT)) {
      List<X509Certificate> chain = chain(with(issuer));
      assertThatThrownBy(() -> validate(chain))
          .as(issuer.name())
          .isInstanceOf(CertPathValidatorException.class);
    }
    X509Certificate self = chain(with(Issuer.SELF)).get(0);
    self.verify(self.getPublicKey());
    List<X509Certificate> untrusted = chain(with(Issuer.UNTRUSTED_ROOT));
    untrusted.get(0).verify(untrusted.get(1).getPublicKey());
  }

  @Test
  void theRootCanBeSentWithAnotherSignatureOfItsOwn() throws Exception {
    CertificateSettings plain = sending(Issuer.ISSUING_CA, Link.LEAF, Link.ISSUING_CA, Link.ROOT);
    CertificateSettings weak =
        plain.with(CertificateSettings.ROOT, authority(P256, SignatureAlgorithm.SHA1_ECDSA));
    X509Certificate root = chain(plain).get(2);
    X509Certificate weakRoot = chain(weak).get(2);
    assertThat(root.getSigAlgName()).isEqualTo("SHA256withECDSA");
    assertThat(weakRoot.getSigAlgName()).isEqualTo("SHA1withECDSA");
    assertThat(weakRoot.getPublicKey()).isEqualTo(root.getPublicKey());
    assertThat(weakRoot.getSubjectX500Principal()).isEqualTo(root.getSubjectX500Principal());
    validate(chain(weak).subList(0, 2));
  }

  /** RFC 5280 section 4.2.1.10 allows name constraints in the certificates of CAs only. */
  @Test
  void aSelfSignedLeafHasNoNameConstraintsAndNoKeyOfOtherLeaves() throws Exception {
    for (Issuer issuer :
        List.of(Issuer.SELF, Issuer.INSTALLED_SELF, Issuer.SELF_SIGNED_ENROLLMENT_ANCHOR)) {
      EndpointCertificates.Issued issued = certificates.issue(with(issuer), HOST);
      X509Certificate leaf = issued.identity().chainJca().get(0);
      assertThat(issued.anchor()).isEqualTo(issued.identity().chain().get(0));
      assertThat(leaf.getBasicConstraints()).as("not a CA").isEqualTo(-1);
      assertThat(leaf.getExtensionValue(NAME_CONSTRAINTS)).isNull();
      assertThat(names(leaf)).containsExactly(HOST, "127.0.0.1", "0:0:0:0:0:0:0:1");
      if (issuer != Issuer.SELF) {
        assertThat(issued.identity().privateKey())
            .isNotSameAs(certificates.issue(settings(), HOST).identity().privateKey());
      }
    }
  }

  @Test
  void anInstalledLeafOfAnAddressNamesItAndLoopback() throws Exception {
    X509Certificate leaf =
        certificates.issue(with(Issuer.INSTALLED_SELF), "192.0.2.1").identity().chainJca().get(0);
    assertThat(names(leaf)).containsExactly("192.0.2.1", "127.0.0.1", "0:0:0:0:0:0:0:1");
  }

  @TestFactory
  Stream<DynamicTest> noCertificateOfTheCatalogueBeginsBeforeItsIssuer() {
    return Catalogue.builtIn().scenarios().stream()
        .filter(scenario -> scenario.settings().transport() == Transport.HTTPS)
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.id(),
                    () -> {
                      for (CertificateSettings one : scenario.settings().certificates()) {
                        nests(certificates.issue(one, scenario.host("ats-harness.test", "::1")));
                      }
                    }));
  }

  private static void nests(EndpointCertificates.Issued issued) {
    List<X509Certificate> path = issued.path().stream().map(Certificates::toJca).toList();
    for (int i = 1; i < path.size(); i++) {
      assertThat(path.get(i - 1).getIssuerX500Principal())
          .isEqualTo(path.get(i).getSubjectX500Principal());
      assertThat(path.get(i - 1).getNotBefore())
          .as("%s below %s", path.get(i - 1).getSubjectX500Principal(), path.get(i))
          .isAfterOrEqualTo(path.get(i).getNotBefore());
    }
  }

  @Test
  void anInstalledRootVouchesForItsHostAlone() throws Exception {
    EndpointCertificates.Issued issued = certificates.issue(with(Issuer.INSTALLED_ROOT), HOST);
    EndpointCertificates.Issued other =
        certificates.issue(with(Issuer.INSTALLED_ROOT), "other.ats-harness.test");
    X509Certificate root = Certificates.toJca(issued.anchor());

    validate(issued.identity().chainJca(), root);
    assertThatThrownBy(() -> validate(other.identity().chainJca(), root))
        .isInstanceOf(CertPathValidatorException.class);
    assertThat(root.getSubjectX500Principal().getName()).contains("for one host");
  }

  @Test
  void aCrossCertificateHasTheRootsNameAndKeyAndLeadsToTheOlderRoot() throws Exception {
    X509Certificate root = Certificates.toJca(ca.root().certificate());
    List<X509Certificate> chain =
        chain(
            sending(
                Issuer.ISSUING_CA,
                Link.LEAF,
                Link.ISSUING_CA,
                Link.CROSS_CERTIFICATE,
                Link.OLDER_ROOT));
    X509Certificate cross = chain.get(2);
    X509Certificate older = chain.get(3);
    assertThat(cross.getSubjectX500Principal()).isEqualTo(root.getSubjectX500Principal());
    assertThat(cross.getPublicKey()).isEqualTo(root.getPublicKey());
    assertThat(cross.getNotBefore()).isAfter(older.getNotBefore());
    assertThat(older.getExtensionValue("2.5.29.30"))
        .as("name constraints")
        .isEqualTo(root.getExtensionValue("2.5.29.30"));
    validate(chain.subList(0, 2));
    validate(chain.subList(0, 3), older);
  }

  @Test
  void onePartOfAChainThroughAnOlderRootCanBeExpired() throws Exception {
    CertificateSettings settings =
        CertificateSettings.DEFAULT.with(
            CertificateSettings.CHAIN,
            List.of(Link.LEAF, Link.ISSUING_CA, Link.CROSS_CERTIFICATE, Link.OLDER_ROOT));
    Validity over = Validity.lasting(Duration.ofDays(-400), Duration.ofDays(399));
    List<X509Certificate> cross =
        chain(olderRoot(settings, OlderRoot.DEFAULT.with(OlderRoot.CROSS_VALIDITY, over)));
    List<X509Certificate> root =
        chain(olderRoot(settings, OlderRoot.DEFAULT.with(OlderRoot.VALIDITY, over)));
    assertThat(cross.get(2).getNotAfter()).isBefore(Date.from(START));
    assertThat(cross.get(3).getNotAfter()).isAfter(Date.from(START));
    assertThat(root.get(2).getNotAfter()).isAfter(Date.from(START));
    assertThat(root.get(3).getNotAfter()).isBefore(Date.from(START));
    validate(cross.subList(0, 2));
    assertThatThrownBy(() -> validate(cross.subList(0, 3), cross.get(3)))
        .isInstanceOf(CertPathValidatorException.class);
  }

  @Test
  void theCommonNameCanBeAnotherThanTheFirstName() throws Exception {
    X509Certificate leaf =
        chain(
                settings()
                    .with(CertificateSettings.NAMES, List.of("elsewhere.{domain}"))
                    .with(CertificateSettings.COMMON_NAME, Optional.of("{host}")))
            .get(0);
    assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=" + HOST);
    assertThat(leaf.getSubjectAlternativeNames())
        .extracting(name -> name.get(1).toString())
        .containsExactly("elsewhere.ats-harness.test");
  }

  @Test
  void aRangeInANameStandsForManyAndASuffixForTheLastLabel() throws Exception {
    List<String> names = List.of("n-{2-1000}.{domain}", "*.{host}", "*.{suffix}");
    X509Certificate leaf = chain(settings().with(CertificateSettings.NAMES, names)).get(0);
    assertThat(leaf.getSubjectAlternativeNames())
        .extracting(name -> name.get(1).toString())
        .hasSize(1001)
        .startsWith("n-2.ats-harness.test", "n-3.ats-harness.test")
        .endsWith("n-1000.ats-harness.test", "*." + HOST, "*.test");
  }

  @Test
  void anIssuingCaCanLackKeyCertSignOrServerAuth() throws Exception {
    CertificateSettings own = with(Issuer.OWN_ISSUING_CA);
    List<X509Certificate> usage =
        chain(
            own.with(
                CertificateSettings.ISSUING_CA,
                Authority.DEFAULT.with(Authority.QUIRKS, List.of(Quirk.NO_CERT_SIGN))));
    List<X509Certificate> purposes =
        chain(
            own.with(
                CertificateSettings.ISSUING_CA,
                Authority.DEFAULT.with(Authority.EXTENDED_KEY_USAGE, List.of("clientAuth"))));
    assertThat(usage.get(1).getKeyUsage()[5]).as("keyCertSign").isFalse();
    assertThat(usage.get(1).getKeyUsage()[6]).as("cRLSign").isTrue();
    assertThatThrownBy(() -> validate(usage)).isInstanceOf(CertPathValidatorException.class);
    assertThat(purposes.get(1).getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(chain(own).get(1).getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    validate(purposes); // the JDK applies the extension to the leaf alone
  }

  @Test
  void aLeafCanHaveAnotherKeyIdentifierOrTheSerialNumberZero() throws Exception {
    List<X509Certificate> other =
        chain(
            settings()
                .with(CertificateSettings.QUIRKS, List.of(Quirk.OTHER_AUTHORITY_KEY_IDENTIFIER)));
    List<X509Certificate> zero =
        chain(settings().with(CertificateSettings.QUIRKS, List.of(Quirk.SERIAL_ZERO)));
    assertThat(other.get(0).getExtensionValue("2.5.29.35"))
        .isNotEqualTo(chain(settings()).get(0).getExtensionValue("2.5.29.35"));
    validate(other); // RFC 5280 does not compare the identifiers, and neither does the JDK
    assertThat(zero.get(0).getSerialNumber()).isZero();
    validate(zero);
  }

  /** An issuer may give each serial number once (RFC 5280 section 4.1.2.2). */
  @Test
  void twoLeavesWithTheSameSerialNumberHaveDifferentIssuersThatAreBothSent() throws Exception {
    for (Issuer issuer : List.of(Issuer.OWN_ISSUING_CA, Issuer.INSTALLED_ROOT)) {
      EndpointCertificates.Issued issued =
          certificates.issue(
              with(issuer).with(CertificateSettings.QUIRKS, List.of(Quirk.SERIAL_ZERO)), HOST);
      List<X509Certificate> named = issued.identity().chainJca();
      List<X509Certificate> unnamed = issued.withoutServerName().get().chainJca();

      assertThat(named.get(0).getSerialNumber()).isZero();
      assertThat(unnamed.get(0).getSerialNumber()).isZero();
      assertThat(unnamed.get(0).getIssuerX500Principal())
          .isNotEqualTo(named.get(0).getIssuerX500Principal());
      validate(named, Certificates.toJca(issued.anchor()));
      validate(unnamed, Certificates.toJca(issued.anchor()));
    }
  }

  /** The directory of an authority may be older than the 30 days by which it outlives a leaf. */
  @Test
  void aLeafEndsWithAnOldAuthorityUnlessTheScenarioStatesItsValidity() {
    Clock earlier = Clock.fixed(START.minus(Duration.ofDays(60)), ZoneOffset.UTC);
    EndpointCertificates old =
        new EndpointCertificates(
            HarnessCa.create("ats-harness.test", earlier, keys),
            keys,
            new KeyPool(),
            START,
            new Revocations(earlier),
            pointer -> List.of());
    for (Issuer issuer : List.of(Issuer.ISSUING_CA, Issuer.OWN_ISSUING_CA, Issuer.INSTALLED_ROOT)) {
      EndpointCertificates.Issued issued = old.issue(with(issuer), HOST);
      List<X509Certificate> path = issued.path().stream().map(Certificates::toJca).toList();

      assertThat(path.get(0).getNotAfter()).isEqualTo(path.get(1).getNotAfter());
      assertThat(path.get(1).getNotAfter()).isBeforeOrEqualTo(path.get(2).getNotAfter());
      assertThat(issued.withoutServerName().get().chainJca().get(0).getNotAfter())
          .isEqualTo(path.get(0).getNotAfter());
    }
    assertThat(
            old.issue(with(Issuer.ISSUING_CA, Duration.ofDays(-1), Duration.ofDays(398)), HOST)
                .identity()
                .chainJca()
                .get(0)
                .getNotAfter())
        .isEqualTo(Date.from(START.plus(Duration.ofDays(397)).minusSeconds(1)));
  }

  @Test
  void endpointsWithTheSameKindOfKeyShareOne() {
    Identity one = certificates.issue(settings(), HOST).identity();
    Identity other = certificates.issue(settings(), "other.ats-harness.test").identity();
    assertThat(one.privateKey()).isSameAs(other.privateKey());
    assertThat(one.chainDer().get(0)).isNotEqualTo(other.chainDer().get(0));
  }

  private static CertificateSettings olderRoot(CertificateSettings settings, OlderRoot root) {
    return settings.with(CertificateSettings.OLDER_ROOT, root);
  }

  private static List<X509Certificate> chain(CertificateSettings settings) {
    return certificates.issue(settings, HOST).identity().chainJca();
  }

  private static void validate(List<X509Certificate> chain) throws GeneralSecurityException {
    validate(chain, Certificates.toJca(ca.root().certificate()));
  }

  private static void validate(List<X509Certificate> chain, X509Certificate root)
      throws GeneralSecurityException {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(START));
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
  }

  private static CertificateSettings settings() {
    return with(Issuer.ISSUING_CA);
  }

  private static List<Link> fullChain() {
    return List.of(Link.LEAF, Link.ISSUING_CA);
  }

  private static CertificateSettings with(Issuer issuer) {
    return sending(issuer, Link.LEAF, Link.ISSUING_CA);
  }

  private static CertificateSettings sending(Issuer issuer, Link... links) {
    return settings(
        P256,
        ECDSA,
        issuer,
        List.of(CertificateSettings.HOST, CertificateSettings.LOOPBACK),
        List.of("serverAuth"),
        List.of(links),
        P256,
        ECDSA);
  }

  private static CertificateSettings with(Issuer issuer, Duration notBefore, Duration validity) {
    return with(issuer)
        .with(CertificateSettings.VALIDITY, Validity.lasting(notBefore, validity))
        .with(CertificateSettings.NAMES, List.of(CertificateSettings.HOST));
  }

  private static CertificateSettings settings(
      KeySpec key,
      SignatureAlgorithm signature,
      Issuer issuer,
      List<String> names,
      List<String> purposes,
      List<Link> chain,
      KeySpec issuingCaKey,
      SignatureAlgorithm issuingCaSignature) {
    return CertificateSettings.DEFAULT
        .with(CertificateSettings.KEY, key)
        .with(CertificateSettings.SIGNATURE, signature)
        .with(CertificateSettings.ISSUER, issuer)
        .with(CertificateSettings.NAMES, names)
        .with(CertificateSettings.EXTENDED_KEY_USAGE, purposes)
        .with(CertificateSettings.CHAIN, chain)
        .with(CertificateSettings.ISSUING_CA, authority(issuingCaKey, issuingCaSignature))
        .with(CertificateSettings.ROOT, authority(P256, ECDSA));
  }

  private static Authority authority(KeySpec key, SignatureAlgorithm signature) {
    return Authority.DEFAULT.with(Authority.KEY, key).with(Authority.SIGNATURE, signature);
  }
}
