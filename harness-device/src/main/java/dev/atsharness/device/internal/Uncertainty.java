package dev.atsharness.device.internal;

import static dev.atsharness.ats.Violation.CERTIFICATE_NOT_TRUSTED;
import static dev.atsharness.ats.Violation.CERTIFICATE_SIGNATURE_NOT_ADVERTISED;
import static dev.atsharness.ats.Violation.ECDSA_KEY_BELOW_256;
import static dev.atsharness.ats.Violation.LEAF_HASH_BELOW_SHA256;
import static dev.atsharness.ats.Violation.RSA_KEY_BELOW_2048;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.AtsPolicy;
import dev.atsharness.ats.internal.LeafFacts.SignatureHash;
import dev.atsharness.certs.SignatureAlgorithm.Family;
import dev.atsharness.device.internal.trust.CertificateSignature;
import dev.atsharness.device.internal.trust.ChainCertificate;
import dev.atsharness.device.internal.trust.HostName;
import dev.atsharness.tls.NamedGroup;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The cases in which Apple's documentation and the published source disagree, or in which neither
 * says what happens.
 */
final class Uncertainty {

  private static final Set<Violation> OF_KEY_AND_HASH =
      EnumSet.of(RSA_KEY_BELOW_2048, ECDSA_KEY_BELOW_256, LEAF_HASH_BELOW_SHA256);

  /** The curve that RFC 8446 section 4.2.3 requires for each digest. */
  private static final Map<SignatureHash, NamedGroup> BOUND =
      Map.of(
          SignatureHash.SHA256, NamedGroup.SECP256R1,
          SignatureHash.SHA384, NamedGroup.SECP384R1,
          SignatureHash.SHA512, NamedGroup.SECP521R1);

  private Uncertainty() {}

  /**
   * Doubts about a URL with an address as host. Up to iOS 16 and macOS 13, ATS did not apply to
   * addresses. The documentation of NSAllowsLocalNetworking says that this has changed; the
   * published source exempts "direct" connections and does not show whether they include addresses.
   */
  static List<Doubt> ofAddress(HostName host, List<DetectedViolation> found) {
    if (!host.isAddress()) {
      return List.of();
    }
    return found.stream()
        .map(DetectedViolation::violation)
        .filter(violation -> violation != CERTIFICATE_NOT_TRUSTED)
        .map(
            violation ->
                new Doubt(
                    violation,
                    "the URL names an address, and no source says for certain that ATS applies to"
                        + " addresses"))
        .toList();
  }

  /**
   * Doubts about an anchor of automated enrolment as leaf: it is unknown whether the skipped
   * evaluation includes the checks of key and hash.
   */
  static List<Doubt> ofEnrollmentAnchor(List<DetectedViolation> found) {
    return found.stream()
        .map(DetectedViolation::violation)
        .filter(OF_KEY_AND_HASH::contains)
        .map(
            violation ->
                new Doubt(
                    violation,
                    "the certificate is itself an anchor of automated enrolment, and no source"
                        + " says whether its key and hash are judged"))
        .toList();
  }

  /**
   * The doubt whether Apple requires a fixed curve for an ECDSA signature's digest, as TLS 1.3
   * does.
   */
  static Optional<Doubt> ofCurve(ChainCertificate leaf, ChainCertificate issuer) {
    CertificateSignature signature = leaf.signature();
    NamedGroup bound = BOUND.get(signature.hash());
    if (signature.family().filter(Family.ECDSA::equals).isEmpty()
        || signature.scheme(false).filter(AtsPolicy::inFcp).isEmpty()
        || bound == null) {
      return Optional.empty();
    }
    return issuer
        .key()
        .group()
        .filter(curve -> curve != bound)
        .map(
            curve ->
                new Doubt(
                    CERTIFICATE_SIGNATURE_NOT_ADVERTISED,
                    "the certificate is signed with "
                        + signature.name()
                        + " by a key on "
                        + curve
                        + ", and no source says whether a device takes that for a signature that"
                        + " it advertises"));
  }

  /**
   * The doubt whether devices require serverAuth. Apple's article 103769 does, of every certificate
   * issued since July 2019; the published source does not under a root that a user or an
   * administrator installed.
   */
  static Doubt ofPurpose() {
    return new Doubt(
        CERTIFICATE_NOT_TRUSTED,
        "the certificate has no serverAuth in its extended key usage; Apple's article 103769"
            + " requires it, and the published source does not under an installed root");
  }

  /** The doubt whether devices evaluate a stapled response of a private certificate authority. */
  static Doubt ofRevokedStaple() {
    return new Doubt(
        CERTIFICATE_NOT_TRUSTED,
        "the server staples a response that says that its certificate is revoked, and no source"
            + " says whether a device looks at it");
  }

  /** The doubt whether devices require a stapled response that a certificate demands (RFC 7633). */
  static Doubt ofMissingStaple() {
    return new Doubt(
        CERTIFICATE_NOT_TRUSTED,
        "the certificate demands a stapled response and the server sent none; no source says"
            + " whether a device insists");
  }

  /** The doubt whether devices look up a certificate's revocation. */
  static Doubt ofRevocation(String who) {
    return new Doubt(
        CERTIFICATE_NOT_TRUSTED,
        who + " says that the certificate is revoked, and no source says whether a device asks");
  }

  /** The doubt whether devices renegotiate when a server asks for it after the request. */
  static Doubt ofRenegotiation() {
    return new Doubt(
        CERTIFICATE_NOT_TRUSTED,
        "after the request the server asked for a renegotiation, as servers do that want a client"
            + " certificate for a part of their pages; no source says whether a device agrees");
  }

  /** The doubt whether devices resume sessions by their id. */
  static Doubt ofResumption(String reason) {
    return new Doubt(
        CERTIFICATE_NOT_TRUSTED,
        "a connection that resumes the session fails ("
            + reason
            + "); whether a device resumes"
            + " is not known");
  }
}
