package dev.atsharness.device.internal.trust;

import static dev.atsharness.device.internal.trust.TestPki.CLOCK;
import static dev.atsharness.device.internal.trust.TestPki.HOST;
import static dev.atsharness.device.internal.trust.TestPki.NOW;
import static dev.atsharness.device.internal.trust.TestPki.anchors;
import static dev.atsharness.device.internal.trust.TestPki.ders;
import static dev.atsharness.device.internal.trust.TestPki.intermediate;
import static dev.atsharness.device.internal.trust.TestPki.key;
import static dev.atsharness.device.internal.trust.TestPki.leaf;
import static dev.atsharness.device.internal.trust.TestPki.p256;
import static dev.atsharness.device.internal.trust.TestPki.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.certs.CertificateBuilder;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.KeyUse;
import dev.atsharness.certs.SignatureAlgorithm;
import dev.atsharness.device.internal.trust.TrustFailure.Reason;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustEvaluationTest {

  private static final CertifiedKey ROOT = root().selfSigned();
  private static final CertifiedKey ISSUER = intermediate("Issuer").signedBy(ROOT);
  private static final CertifiedKey LEAF = leaf().signedBy(ISSUER);

  private static List<Reason> reasons(TrustAnchors anchors, List<byte[]> chain, String host) {
    return new TrustEvaluation(anchors, CLOCK, new CertificateMemory())
        .evaluate(chain, host).stream().map(TrustFailure::reason).toList();
  }

  private static List<Reason> reasons(TrustAnchors anchors, CertifiedKey... chain) {
    return reasons(anchors, ders(chain), HOST);
  }

  /** Returns a leaf that the root signed. */
  private static List<Reason> reasonsUnderRoot(CertificateBuilder leaf) {
    return reasons(anchors(ROOT), leaf.signedBy(ROOT));
  }

  @Nested
  class Paths {

    @Test
    void aLeafUnderAnInstalledRootIsTrusted() {
      assertThat(reasons(anchors(ROOT), LEAF, ISSUER)).isEmpty();
    }

    @Test
    void theRootMayBeSentAsWell() {
      assertThat(reasons(anchors(ROOT), LEAF, ISSUER, ROOT)).isEmpty();
    }

    @Test
    void issuersMayComeInAnyOrderWithStrangersBetween() {
      CertifiedKey lower = intermediate("Lower").signedBy(ISSUER);
      CertifiedKey stranger = intermediate("Stranger").selfSigned();

      assertThat(reasons(anchors(ROOT), leaf().signedBy(lower), stranger, ROOT, ISSUER, lower))
          .isEmpty();
    }

    @Test
    void anInstalledIntermediateEndsTheChain() {
      assertThat(reasons(anchors(ISSUER), LEAF)).isEmpty();
    }

    @Test
    void anExpiredCrossCertificateDoesNotHideTheAnchor() {
      CertifiedKey older = intermediate("Older Root").selfSigned();
      CertifiedKey cross =
          root()
              .notBefore(NOW.minus(Duration.ofDays(9)))
              .validity(Duration.ofDays(8))
              .signedBy(older);

      assertThat(reasons(anchors(ROOT), LEAF, ISSUER, cross)).isEmpty();
      assertThat(reasons(anchors(ROOT), LEAF, ISSUER, cross, older)).isEmpty();
      assertThat(reasons(anchors(older), LEAF, ISSUER, cross)).containsExactly(Reason.EXPIRED);
    }

    @Test
    void aMissingIntermediateIsNotFetched() {
      assertThat(reasons(anchors(ROOT), LEAF)).containsExactly(Reason.NO_PATH_TO_ANCHOR);
    }

    @Test
    void anotherRootIsNotTrusted() {
      CertifiedKey other = intermediate("Other Root").selfSigned();

      assertThat(reasons(anchors(other), LEAF, ISSUER, ROOT))
          .containsExactly(Reason.NO_PATH_TO_ANCHOR);
    }

    @Test
    void nothingIsTrustedWithoutAnchors() {
      assertThat(reasons(TrustAnchors.none(), LEAF, ISSUER, ROOT))
          .containsExactly(Reason.NO_PATH_TO_ANCHOR);
    }

    @Test
    void aSelfSignedLeafIsTrustedOnlyIfInstalled() {
      CertifiedKey alone = leaf().selfSigned();

      assertThat(reasons(anchors(ROOT), alone)).containsExactly(Reason.NO_PATH_TO_ANCHOR);
      assertThat(reasons(anchors(alone), alone)).isEmpty();
    }

    @Test
    void aTamperedSignatureIsNotTrusted() {
      assertThat(reasons(anchors(ROOT), leaf().tamperedSignature().signedBy(ROOT)))
          .containsExactly(Reason.SIGNATURE_INVALID);
    }

    @Test
    void aRootOfTheSameNameWithAnotherKeyDoesNotVouch() {
      CertifiedKey namesake =
          CertificateBuilder.authority(p256("namesake"), CLOCK).subject("Test Root").selfSigned();

      assertThat(reasons(anchors(namesake), leaf().signedBy(ROOT)))
          .containsExactly(Reason.SIGNATURE_INVALID);
      assertThat(reasons(anchors(namesake, ROOT), leaf().signedBy(ROOT))).isEmpty();
    }

    @Test
    void ofSeveralPathsAGoodOneCounts() {
      CertifiedKey expired =
          intermediate("Issuer")
              .startingIn(Duration.ofDays(-20))
              .validity(Duration.ofDays(10))
              .signedBy(ROOT);

      assertThat(reasons(anchors(ROOT), LEAF, expired)).containsExactly(Reason.EXPIRED);
      assertThat(reasons(anchors(ROOT), LEAF, expired, ISSUER)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
      "rsa-2048,",
      "p-384,",
      "p-521,",
      "rsa-pss-2048, UNSUPPORTED_SIGNATURE",
      "brainpoolP256r1, UNSUPPORTED_KEY",
      "secp256k1, UNSUPPORTED_KEY",
      "ed25519, UNSUPPORTED_KEY",
      "ed448, UNSUPPORTED_KEY"
    })
    void signaturesOfEveryKindOfKeyAreVerifiedAndNotAllAreEnough(String keyKind, Reason objection) {
      CertifiedKey authority =
          CertificateBuilder.authority(key(KeySpec.ofLabel(keyKind), "authority"), CLOCK)
              .subject("Authority")
              .selfSigned();
      List<Reason> found = reasons(anchors(authority), leaf().signedBy(authority));

      if (objection == null) {
        assertThat(found).isEmpty();
      } else {
        assertThat(found).contains(objection);
      }
      assertThat(reasons(anchors(authority), leaf().tamperedSignature().signedBy(authority)))
          .containsExactly(Reason.SIGNATURE_INVALID);
    }

    @Test
    void aCurveThatIsSpelledOutCannotBeRead() {
      assertThat(reasonsUnderRoot(leaf().explicitCurve())).containsExactly(Reason.UNSUPPORTED_KEY);
    }
  }

  @Nested
  class HostileChains {

    @Test
    void anEmptyChainIsNotTrusted() {
      assertThat(reasons(anchors(ROOT), List.of(), HOST)).containsExactly(Reason.NO_CERTIFICATE);
    }

    @Test
    void bytesThatAreNoCertificateAreRefused() {
      byte[] good = ders(LEAF).get(0);
      byte[] cut = Arrays.copyOf(good, good.length / 2);
      byte[] longer = Arrays.copyOf(good, good.length + 1);

      for (byte[] bad : List.of(new byte[0], new byte[] {0x30}, new byte[] {5, 0}, cut, longer)) {
        assertThat(reasons(anchors(ROOT), List.of(bad), HOST)).containsExactly(Reason.MALFORMED);
        assertThat(reasons(anchors(ROOT), List.of(good, bad), HOST))
            .containsExactly(Reason.MALFORMED);
      }
    }

    @Test
    void authoritiesThatSignEachOtherDoNotLoop() {
      CertifiedKey a = intermediate("A").selfSigned();
      CertifiedKey b = intermediate("B").signedBy(a);
      CertifiedKey aByB = intermediate("A").signedBy(b);

      assertThat(reasons(anchors(ROOT), leaf().signedBy(a), aByB, b, a))
          .containsExactly(Reason.NO_PATH_TO_ANCHOR);
    }

    @Test
    void aHundredCertificatesAreRefusedUnread() {
      List<byte[]> chain = new ArrayList<>(ders(LEAF));
      chain.addAll(Collections.nCopies(99, new byte[0]));

      assertThat(reasons(anchors(ROOT), chain, HOST)).containsExactly(Reason.TOO_MANY_CERTIFICATES);
    }

    @Test
    void manyNamesakesCostABoundedNumberOfSignatureChecks() {
      List<CertifiedKey> chain = new ArrayList<>(List.of(leaf().signedBy(ISSUER)));
      for (int i = 0;
          i < 31;
          i++) { // same name and key, so that each one can have signed each other
        chain.add(intermediate("Issuer").selfSigned());
      }

      assertThat(reasons(anchors(ROOT), chain.toArray(CertifiedKey[]::new)))
          .containsExactly(Reason.NO_PATH_TO_ANCHOR);
    }
  }

  @Nested
  class Validity {

    private List<Reason> at(Instant now, CertifiedKey... chain) {
      return new TrustEvaluation(
              anchors(ROOT), Clock.fixed(now, ZoneOffset.UTC), new CertificateMemory())
          .evaluate(ders(chain), HOST).stream().map(TrustFailure::reason).toList();
    }

    @Test
    void bothEndsOfTheValidityAreInside() {
      CertifiedKey leaf = leaf().notBefore(NOW).validity(Duration.ofDays(1)).signedBy(ROOT);
      Instant last = NOW.plus(Duration.ofDays(1)).minusSeconds(1);

      assertThat(at(NOW, leaf)).isEmpty();
      assertThat(at(NOW.minusMillis(1), leaf)).containsExactly(Reason.NOT_YET_VALID);
      assertThat(at(last, leaf)).isEmpty();
      assertThat(at(last.plusMillis(1), leaf)).containsExactly(Reason.EXPIRED);
    }

    @Test
    void everyCertificateOfTheChainMustBeValid() {
      CertifiedKey expired =
          intermediate("Expired")
              .startingIn(Duration.ofDays(-2))
              .validity(Duration.ofDays(1))
              .signedBy(ROOT);

      assertThat(at(NOW, leaf().signedBy(expired), expired)).containsExactly(Reason.EXPIRED);
    }

    @Test
    void aLeafMayBeValidFor825DaysAndAnHour() {
      Duration longest = Duration.ofDays(825).plusHours(1).plusSeconds(1); // both ends count

      assertThat(reasonsUnderRoot(leaf().validity(Duration.ofDays(825)))).isEmpty();
      assertThat(reasonsUnderRoot(leaf().validity(longest))).isEmpty();
      assertThat(reasonsUnderRoot(leaf().validity(longest.plusSeconds(1))))
          .containsExactly(Reason.VALIDITY_TOO_LONG);
      assertThat(reasonsUnderRoot(leaf().validity(Duration.ofDays(826))))
          .containsExactly(Reason.VALIDITY_TOO_LONG);
    }

    @Test
    void the825DaysCountForLeavesIssuedAfterJune2019() {
      Instant july = Instant.parse("2019-07-01T00:00:00Z");
      Duration long2019 = Duration.ofDays(4000);
      CertificateBuilder authority =
          root().notBefore(july.minusSeconds(60)).validity(Duration.ofDays(9000));
      CertifiedKey old = authority.selfSigned();

      assertThat(reasons(anchors(old), leaf().notBefore(july).validity(long2019).signedBy(old)))
          .isEmpty();
      assertThat(
              reasons(
                  anchors(old),
                  leaf().notBefore(july.plusSeconds(1)).validity(long2019).signedBy(old)))
          .containsExactly(Reason.VALIDITY_TOO_LONG);
    }

    @Test
    void anInstalledLeafAndAnAuthorityMayLiveLonger() {
      Duration tenYears = Duration.ofDays(3650);
      CertifiedKey leaf = leaf().validity(tenYears).selfSigned();
      CertifiedKey longRoot = root().validity(tenYears).selfSigned();

      assertThat(reasons(anchors(leaf), leaf)).isEmpty();
      assertThat(reasons(anchors(longRoot), leaf().signedBy(longRoot))).isEmpty();
    }
  }

  @Nested
  class Algorithms {

    @ParameterizedTest
    @CsvSource({
      "rsa-2040,false",
      "rsa-2041,true",
      "rsa-2048,true",
      "p-224,false",
      "p-256,true",
      "p-384,true"
    })
    void everyKeyOfTheChainMustBeBigEnough(String spec, boolean trusted) {
      CertifiedKey issuer =
          CertificateBuilder.authority(key(KeySpec.ofLabel(spec), "size"), CLOCK)
              .subject("Sized")
              .signedBy(ROOT);
      CertifiedKey asRoot =
          CertificateBuilder.authority(key(KeySpec.ofLabel(spec), "size"), CLOCK)
              .subject("Sized")
              .selfSigned();
      Reason[] expected = trusted ? new Reason[0] : new Reason[] {Reason.KEY_TOO_SMALL};

      assertThat(reasonsUnderRoot(leaf(key(KeySpec.ofLabel(spec), "size"))))
          .containsExactly(expected);
      assertThat(reasons(anchors(ROOT), leaf().signedBy(issuer), issuer)).containsExactly(expected);
      assertThat(reasons(anchors(asRoot), leaf().signedBy(asRoot))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"rsa-1016,false", "rsa-1017,true", "p-192,true", "ed25519,true", "secp256k1,false"})
    void anInstalledLeafOnlyMeetsTheFloor(String spec, boolean trusted) {
      CertifiedKey leaf = leaf(key(KeySpec.ofLabel(spec), "floor")).selfSigned();

      assertThat(reasons(anchors(leaf), leaf).isEmpty()).isEqualTo(trusted);
    }

    @ParameterizedTest
    @EnumSource(
        value = SignatureAlgorithm.class,
        names = {
          "SHA1_ECDSA",
          "SHA224_ECDSA",
          "SHA256_ECDSA",
          "SHA384_ECDSA",
          "SHA512_ECDSA",
          "MD5_RSA",
          "SHA1_RSA",
          "SHA224_RSA",
          "SHA512_RSA"
        })
    void onlyMd5AndSha1AreTooWeakToSignWith(SignatureAlgorithm signature) {
      boolean rsa = signature.family() == SignatureAlgorithm.Family.RSA;
      CertifiedKey authority =
          CertificateBuilder.authority(
                  rsa ? key(KeySpec.rsa(2048), "authority") : p256("root"), CLOCK)
              .subject("Signer")
              .selfSigned();
      CertifiedKey issuer = intermediate("Weakly signed").signature(signature).signedBy(authority);
      boolean weak = signature.digest().equals("MD5") || signature.digest().equals("SHA-1");
      Reason[] expected = weak ? new Reason[] {Reason.WEAK_SIGNATURE_HASH} : new Reason[0];

      assertThat(reasons(anchors(authority), leaf().signature(signature).signedBy(authority)))
          .containsExactly(expected);
      assertThat(reasons(anchors(authority), leaf().signedBy(issuer), issuer))
          .containsExactly(expected);
    }

    @Test
    void theAnchorsOwnSignatureDoesNotMatter() {
      CertifiedKey sha1Root = root().signature(SignatureAlgorithm.SHA1_ECDSA).selfSigned();
      CertifiedKey sha1Leaf = leaf().signature(SignatureAlgorithm.SHA1_ECDSA).selfSigned();

      assertThat(reasons(anchors(sha1Root), leaf().signedBy(sha1Root))).isEmpty();
      assertThat(reasons(anchors(sha1Leaf), sha1Leaf)).isEmpty();
    }
  }

  @Nested
  class Names {

    private List<Reason> forHost(String host, String... names) {
      return reasons(anchors(ROOT), ders(leaf().names(names).signedBy(ROOT)), host);
    }

    @ParameterizedTest
    @CsvSource({
      "mdm.example.org, mdm.example.org, true",
      "MDM.Example.org, mdm.example.ORG, true",
      "mdm.example.org., mdm.example.org, true",
      "mdm.example.org, example.org, false",
      "mdm.example.org, *.example.org, true",
      "a.mdm.example.org, *.example.org, false",
      "example.org, *.example.org, false",
      "mdm.example.org, m*.example.org, false",
      "mdm.example.org, mdm.*.org, false",
      "example.org, *.org, false",
      "127.0.0.1, 127.0.0.1, true",
      "127.0.0.1, 127.0.0.2, false",
      "[::1], ::1, true",
      "127.0.0.1, *.0.0.1, false"
    })
    void aNameMatchesExactlyOrByItsLeftmostLabel(String host, String name, boolean matches) {
      Reason[] expected = matches ? new Reason[0] : new Reason[] {Reason.NAME_MISMATCH};

      assertThat(forHost(host, name)).containsExactly(expected);
    }

    @Test
    void anyOfSeveralNamesWillDo() {
      assertThat(forHost(HOST, "a.example", "127.0.0.1", HOST)).isEmpty();
    }

    @Test
    void theCommonNameIsIgnored() {
      assertThat(reasons(anchors(ROOT), leaf().subject(HOST).names().signedBy(ROOT)))
          .containsExactly(Reason.NAME_MISMATCH);
    }
  }

  @Nested
  class Purposes {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "serverAuth",
          "anyExtendedKeyUsage",
          "1.3.6.1.4.1.311.10.3.3",
          "2.16.840.1.113730.4.1"
        })
    void serverPurposesWillDo(String purpose) {
      assertThat(reasonsUnderRoot(leaf().extendedKeyUsage(purpose))).isEmpty();
      assertThat(reasonsUnderRoot(leaf().extendedKeyUsage("clientAuth", purpose))).isEmpty();
    }

    @Test
    void noExtendedKeyUsageIsToleratedUnderAnInstalledAnchor() {
      assertThat(reasonsUnderRoot(leaf().extendedKeyUsage())).isEmpty();
    }

    /** What is tolerated, and Apple's article still requires of certificates since July 2019. */
    @Test
    void aToleratedCertificateWithoutServerAuthCanBeRecognised() throws CertificateException {
      Instant before = Instant.parse("2019-06-30T00:00:00Z");

      assertThat(certificate(leaf()).lacksServerAuth()).isFalse();
      assertThat(certificate(leaf().extendedKeyUsage()).lacksServerAuth()).isTrue();
      assertThat(certificate(leaf().extendedKeyUsage("anyExtendedKeyUsage")).lacksServerAuth())
          .isTrue();
      assertThat(certificate(leaf().notBefore(before).extendedKeyUsage()).lacksServerAuth())
          .isFalse();
    }

    private static ChainCertificate certificate(CertificateBuilder leaf)
        throws CertificateException {
      return ChainCertificate.parse(ders(leaf.signedBy(ROOT)).get(0));
    }

    @Test
    void clientAuthenticationAloneIsNot() {
      assertThat(reasonsUnderRoot(leaf().extendedKeyUsage("clientAuth")))
          .containsExactly(Reason.EXTENDED_KEY_USAGE);
    }
  }

  @Nested
  class Authorities {

    private List<Reason> under(CertificateBuilder issuer) {
      CertifiedKey signed = issuer.signedBy(ROOT);
      return reasons(anchors(ROOT), leaf().signedBy(signed), signed);
    }

    @Test
    void anIssuerMustBeAnAuthority() {
      assertThat(under(intermediate("X"))).isEmpty();
      assertThat(under(intermediate("X").basicConstraints(false))).containsExactly(Reason.NOT_A_CA);
      assertThat(under(intermediate("X").withoutBasicConstraints()))
          .containsExactly(Reason.NOT_A_CA);
    }

    @Test
    void anIssuerOfVersion1IsNoAuthorityUnlessInstalled() {
      CertifiedKey oldRoot = root().version1().selfSigned();

      assertThat(under(intermediate("X").version1())).containsExactly(Reason.NOT_A_CA);
      assertThat(reasons(anchors(oldRoot), leaf().signedBy(oldRoot))).isEmpty();
    }

    @Test
    void anInstalledLeafIsNoAuthority() {
      CertifiedKey server = leaf(p256("server")).selfSigned();

      assertThat(reasons(anchors(server), leaf().signedBy(server)))
          .containsExactly(Reason.NOT_A_CA);
    }

    @Test
    void anIssuerMustBeAllowedToSignCertificates() {
      assertThat(under(intermediate("X").keyUsage())).isEmpty();
      assertThat(under(intermediate("X").keyUsage(KeyUse.CRL_SIGN)))
          .containsExactly(Reason.KEY_USAGE);
    }

    @Test
    void anIssuerBelowTheRootMustBeForServersIfItIsForAnything() {
      assertThat(under(intermediate("X").extendedKeyUsage("clientAuth", "serverAuth"))).isEmpty();
      assertThat(under(intermediate("X").extendedKeyUsage("anyExtendedKeyUsage"))).isEmpty();
      assertThat(under(intermediate("X").extendedKeyUsage("clientAuth")))
          .containsExactly(Reason.EXTENDED_KEY_USAGE);
      CertifiedKey other = root().extendedKeyUsage("clientAuth").selfSigned();
      assertThat(reasons(anchors(other), leaf().signedBy(other))).isEmpty();
    }

    @Test
    void anAuthorityKeyIdentifierMustBeThatOfTheIssuer() {
      byte[] other = new byte[20];
      CertifiedKey unnamed = intermediate("X").withoutKeyIdentifiers().signedBy(ROOT);

      assertThat(reasonsUnderRoot(leaf().authorityKeyIdentifier(other)))
          .containsExactly(Reason.KEY_IDENTIFIER);
      assertThat(under(intermediate("X").authorityKeyIdentifier(other)))
          .containsExactly(Reason.KEY_IDENTIFIER);
      assertThat(reasonsUnderRoot(leaf().withoutKeyIdentifiers())).isEmpty();
      assertThat(
              reasons(
                  anchors(ROOT), leaf().authorityKeyIdentifier(other).signedBy(unnamed), unnamed))
          .isEmpty();
    }

    @Test
    void aPathLengthCountsTheIntermediatesBelow() {
      for (int allowed : List.of(0, 1)) {
        CertifiedKey limited = root().pathLength(allowed).selfSigned();
        CertifiedKey issuer = intermediate("Issuer").signedBy(limited);
        Reason[] expected = allowed == 0 ? new Reason[] {Reason.PATH_TOO_LONG} : new Reason[0];

        assertThat(reasons(anchors(limited), leaf().signedBy(limited))).isEmpty();
        assertThat(reasons(anchors(limited), leaf().signedBy(issuer), issuer))
            .containsExactly(expected);
      }
    }

    @Test
    void anUnknownExtensionMayNotBeCritical() throws IOException {
      byte[] value = DERNull.INSTANCE.getEncoded();

      assertThat(reasonsUnderRoot(leaf().extension("1.3.6.1.4.1.99999.1", false, value))).isEmpty();
      assertThat(reasonsUnderRoot(leaf().extension("1.3.6.1.4.1.99999.1", true, value)))
          .containsExactly(Reason.UNKNOWN_CRITICAL_EXTENSION);
      assertThat(under(intermediate("X").extension("1.3.6.1.4.1.99999.1", true, value)))
          .containsExactly(Reason.UNKNOWN_CRITICAL_EXTENSION);
    }
  }

  @Nested
  class Constraints {

    private static final String OID = "2.5.29.30";

    private List<Reason> under(CertificateBuilder root, String host, String... names) {
      CertifiedKey constrained = root.selfSigned();
      return reasons(anchors(constrained), ders(leaf().names(names).signedBy(constrained)), host);
    }

    private CertificateBuilder excluding(GeneralName name) throws IOException {
      NameConstraints constraints =
          new NameConstraints(null, new GeneralSubtree[] {new GeneralSubtree(name)});
      return root().extension(OID, true, constraints.getEncoded());
    }

    @Test
    void everyNameMustBePermittedByTheInstalledRoot() {
      CertificateBuilder constrained = root().permittedNames("ats-harness.test", "127.0.0.1/32");

      assertThat(under(constrained, HOST, HOST)).isEmpty();
      assertThat(under(constrained, HOST, HOST, "127.0.0.1")).isEmpty();
      assertThat(under(constrained, HOST, HOST, "example.org"))
          .containsExactly(Reason.NAME_CONSTRAINTS);
      assertThat(under(constrained, HOST, HOST, "127.0.0.2"))
          .containsExactly(Reason.NAME_CONSTRAINTS);
      assertThat(under(constrained, "xats-harness.test", "xats-harness.test"))
          .containsExactly(Reason.NAME_CONSTRAINTS);
    }

    @Test
    void aConstraintOfOneFormLeavesTheOthersAlone() {
      assertThat(under(root().permittedNames("ats-harness.test"), HOST, HOST, "192.0.2.1"))
          .isEmpty();
    }

    @Test
    void mailboxesAndUrisAreConstrained() throws IOException {
      CertifiedKey constrained =
          root()
              .permittedNames("ats-harness.test", "email:ats-harness.test", "URI:ats-harness.test")
              .selfSigned();
      GeneralName host = new GeneralName(GeneralName.dNSName, HOST);
      for (String where : List.of("ats-harness.test", "example.org")) {
        for (GeneralName name :
            List.of(
                new GeneralName(GeneralName.rfc822Name, "admin@" + where),
                new GeneralName(GeneralName.uniformResourceIdentifier, "https://" + where + "/"))) {
          byte[] names = new GeneralNames(new GeneralName[] {host, name}).getEncoded();
          CertifiedKey leaf = leaf().extension("2.5.29.17", false, names).signedBy(constrained);
          assertThat(reasons(anchors(constrained), ders(leaf), HOST))
              .isEqualTo(
                  where.equals("example.org") ? List.of(Reason.NAME_CONSTRAINTS) : List.of());
        }
      }
    }

    @Test
    void anIntermediateMayOnlyNarrow() {
      CertifiedKey wide = root().permittedNames("ats-harness.test").selfSigned();
      CertifiedKey narrow =
          intermediate("Narrow").permittedNames("mdm.ats-harness.test").signedBy(wide);

      assertThat(reasons(anchors(wide), leaf().signedBy(narrow), narrow)).isEmpty();
      assertThat(
              reasons(
                  anchors(wide),
                  ders(leaf().names("app.ats-harness.test").signedBy(narrow), narrow),
                  "app.ats-harness.test"))
          .containsExactly(Reason.NAME_CONSTRAINTS);
    }

    @Test
    void excludedNamesAreRefused() throws IOException {
      CertificateBuilder constrained =
          excluding(new GeneralName(GeneralName.dNSName, "mdm.ats-harness.test"));

      assertThat(under(constrained, HOST, HOST)).containsExactly(Reason.NAME_CONSTRAINTS);
      assertThat(under(constrained, "app.ats-harness.test", "app.ats-harness.test")).isEmpty();
    }

    @Test
    void aCriticalConstraintOnAFormThatIsNotSupportedIsRefused() throws IOException {
      GeneralName number = new GeneralName(GeneralName.registeredID, "2.999.1");
      byte[] constraints =
          new NameConstraints(null, new GeneralSubtree[] {new GeneralSubtree(number)}).getEncoded();

      assertThat(under(root().extension(OID, true, constraints), HOST, HOST))
          .containsExactly(Reason.NAME_CONSTRAINTS);
      assertThat(under(root().extension(OID, false, constraints), HOST, HOST)).isEmpty();
    }
  }
}
