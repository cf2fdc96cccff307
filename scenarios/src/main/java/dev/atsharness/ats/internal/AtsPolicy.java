package dev.atsharness.ats.internal;

import static dev.atsharness.tls.SignatureScheme.ECDSA_SECP256R1_SHA256;
import static dev.atsharness.tls.SignatureScheme.ECDSA_SECP384R1_SHA384;
import static dev.atsharness.tls.SignatureScheme.RSA_PKCS1_SHA1;
import static dev.atsharness.tls.SignatureScheme.RSA_PKCS1_SHA256;
import static dev.atsharness.tls.SignatureScheme.RSA_PKCS1_SHA384;
import static dev.atsharness.tls.SignatureScheme.RSA_PKCS1_SHA512;
import static dev.atsharness.tls.SignatureScheme.RSA_PSS_RSAE_SHA256;
import static dev.atsharness.tls.SignatureScheme.RSA_PSS_RSAE_SHA384;
import static dev.atsharness.tls.SignatureScheme.RSA_PSS_RSAE_SHA512;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.LeafFacts.KeyType;
import dev.atsharness.ats.internal.LeafFacts.SignatureHash;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Apple's rules: the violations of one connection. The predicates are independent: none hides
 * another. {@link OsRelease#knows} says which of them an OS release can log.
 */
public final class AtsPolicy {

  /** Smallest RSA key, in bits (Security framework, {@code SecProtocolConfiguration.m}). */
  public static final int MINIMUM_RSA_BITS = 2048;

  /** Smallest ECDSA key, in bits (Security framework, {@code SecProtocolConfiguration.m}). */
  public static final int MINIMUM_ECDSA_BITS = 256;

  /** The TLS 1.3 suites of every Apple policy ({@code SecProtocolInternal.h}). */
  private static final List<String> TLS13_SUITES =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  /** TLS 1.2 suites of FCP v2.1: ECDHE with AES-GCM (NSRequiresNIAPTLSPackageVersion). */
  private static final List<String> FCP_TLS12_SUITES =
      List.of(
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

  /** The further suites of {@code CiphersuitesPFS} ({@code SecProtocolInternal.h}). */
  private static final List<String> ATS_ONLY_SUITES =
      List.of(
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
          "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
          "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
          "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA");

  /** The signature schemes an FCP v2.1 client advertises. */
  private static final Set<SignatureScheme> FCP_SIGNATURE_SCHEMES =
      Set.of(
          ECDSA_SECP256R1_SHA256,
          RSA_PSS_RSAE_SHA256,
          RSA_PKCS1_SHA256,
          ECDSA_SECP384R1_SHA384,
          RSA_PSS_RSAE_SHA384,
          RSA_PKCS1_SHA384,
          RSA_PSS_RSAE_SHA512,
          RSA_PKCS1_SHA512);

  private AtsPolicy() {}

  /** Every violation of this connection, whatever the OS release, in the order of the codes. */
  public static List<DetectedViolation> violations(ConnectionFacts facts) {
    List<DetectedViolation> found = new ArrayList<>();
    CipherSuite suite = facts.cipherSuite();
    boolean tls12 = facts.version() == TlsVersion.TLS_1_2;
    if (facts.version().isBefore(TlsVersion.TLS_1_2)) {
      found.add(DetectedViolation.of(Violation.TLS_VERSION_BELOW_1_2));
    }
    if (!inAts(suite)) {
      found.add(new DetectedViolation(Violation.CIPHERSUITE_NOT_IN_ATS, suite.name()));
    }
    if (!facts.trusted()) {
      found.add(DetectedViolation.of(Violation.CERTIFICATE_NOT_TRUSTED));
    }
    facts.leaf().ifPresent(leaf -> addLeafViolations(leaf, found));
    if (tls12 && facts.handshakeSignature().filter(RSA_PKCS1_SHA1::equals).isPresent()) {
      found.add(DetectedViolation.of(Violation.RSA_PKCS1_SHA1_NEGOTIATED));
    }
    facts
        .leaf()
        .filter(leaf -> leaf.signatureScheme().filter(AtsPolicy::inFcp).isEmpty())
        .ifPresent(
            leaf ->
                found.add(
                    new DetectedViolation(
                        Violation.CERTIFICATE_SIGNATURE_NOT_ADVERTISED, leaf.signatureName())));
    if (tls12 && !facts.extendedMasterSecret()) {
      found.add(DetectedViolation.of(Violation.EMS_NOT_NEGOTIATED));
    }
    if (tls12 && !inFcp(suite)) {
      found.add(new DetectedViolation(Violation.CIPHERSUITE_NOT_IN_FCP, suite.name()));
    }
    return List.copyOf(found);
  }

  /** The one violation of a connection without TLS; the other rules need a handshake. */
  public static List<DetectedViolation> violationsOfPlaintext() {
    return List.of(DetectedViolation.of(Violation.TLS_NOT_USED));
  }

  /** The suites of the ATS group: TLS 1.3 or ECDHE ({@code SecProtocolHelper.m}). */
  public static List<CipherSuite> atsSuites() {
    return Stream.concat(fcpSuites().stream(), ATS_ONLY_SUITES.stream().map(CipherSuite::named))
        .toList();
  }

  /** The suites of FCP v2.1 mode, those of TLS 1.3 first. */
  public static List<CipherSuite> fcpSuites() {
    return Stream.of(TLS13_SUITES, FCP_TLS12_SUITES)
        .flatMap(List::stream)
        .map(CipherSuite::named)
        .toList();
  }

  /** Whether the suite is in the ATS group: TLS 1.3 or ECDHE ({@code SecProtocolHelper.m}). */
  public static boolean inAts(CipherSuite suite) {
    return inFcp(suite) || ATS_ONLY_SUITES.contains(suite.name());
  }

  /** Whether the suite is offered in FCP v2.1 mode. */
  public static boolean inFcp(CipherSuite suite) {
    return TLS13_SUITES.contains(suite.name()) || FCP_TLS12_SUITES.contains(suite.name());
  }

  /** Whether an FCP v2.1 client advertises the scheme. */
  public static boolean inFcp(SignatureScheme scheme) {
    return FCP_SIGNATURE_SCHEMES.contains(scheme);
  }

  private static void addLeafViolations(LeafFacts leaf, List<DetectedViolation> found) {
    if (leaf.keyType() == KeyType.RSA && leaf.keyBits() < MINIMUM_RSA_BITS) {
      found.add(
          new DetectedViolation(Violation.RSA_KEY_BELOW_2048, Integer.toString(leaf.keyBits())));
    }
    if (leaf.keyType() == KeyType.EC && leaf.keyBits() < MINIMUM_ECDSA_BITS) {
      found.add(
          new DetectedViolation(Violation.ECDSA_KEY_BELOW_256, Integer.toString(leaf.keyBits())));
    }
    if (leaf.signatureHash().compareTo(SignatureHash.SHA256) < 0) {
      found.add(
          new DetectedViolation(
              Violation.LEAF_HASH_BELOW_SHA256, Integer.toString(leaf.signatureHash().number())));
    }
  }
}
