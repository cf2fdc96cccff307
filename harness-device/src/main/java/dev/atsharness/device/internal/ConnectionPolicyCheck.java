package dev.atsharness.device.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Policy;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.AtsPolicy;
import dev.atsharness.ats.internal.ConnectionFacts;
import dev.atsharness.ats.internal.LeafFacts;
import dev.atsharness.device.internal.tls.HandshakePolicy;
import dev.atsharness.device.internal.tls.NegotiatedSession;
import dev.atsharness.device.internal.trust.ChainCertificate;
import dev.atsharness.device.internal.trust.HostName;
import dev.atsharness.device.internal.trust.LeafFactsReader;
import dev.atsharness.device.internal.trust.PublicKey;
import dev.atsharness.device.internal.trust.TrustEvaluation;
import dev.atsharness.device.internal.trust.TrustFailure;
import dev.atsharness.tls.Alert;
import dev.atsharness.tls.TlsVersion;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Judges one handshake by a profile's policy, in the order of BoringSSL and the Security framework:
 * a downgrade, extended master secret, the leaf's curve, trust, then the rest of ATS. Which alert
 * Apple sends for an ATS violation is not known; handshake_failure is used instead.
 *
 * <p>A profile that does not verify trust is the lab profile, which continues after every
 * violation.
 */
final class ConnectionPolicyCheck implements HandshakePolicy {

  private final ClientProfile profile;
  private final boolean atsApplies;
  private final TrustEvaluation trust;
  private final HostName host;

  private Optional<ConnectionFacts> facts = Optional.empty();
  private Optional<LeafFacts> leaf = Optional.empty();
  private List<TrustFailure> trustFailures = List.of();
  private List<DetectedViolation> violations = List.of();
  private List<ChainCertificate> chain = List.of();
  private Optional<byte[]> staple = Optional.empty();

  ConnectionPolicyCheck(
      ClientProfile profile, boolean atsApplies, TrustEvaluation trust, HostName host) {
    this.profile = profile;
    this.atsApplies = atsApplies;
    this.trust = trust;
    this.host = host;
  }

  Optional<ConnectionFacts> facts() {
    return facts;
  }

  List<TrustFailure> trustFailures() {
    return trustFailures;
  }

  /**
   * The violations that a device detects before the connection ends. Empty if another party ends it
   * first, except a server that requires a client certificate.
   */
  List<DetectedViolation> violations() {
    return violations;
  }

  /**
   * The certificates that the server sent, leaf first; only those before the first unreadable one.
   */
  List<ChainCertificate> chain() {
    return chain;
  }

  /**
   * The certificate of the issuer, if the chain is trusted and the server's certificate is not its
   * own issuer.
   */
  Optional<ChainCertificate> issuer() {
    return chain.isEmpty() || !trustFailures.isEmpty()
        ? Optional.empty()
        : issuers(chain.get(0))
            .filter(issuer -> issuer.subject().equals(chain.get(0).issuer()))
            .filter(issuer -> chain.get(0).isSignedBy(issuer))
            .findFirst();
  }

  private Stream<ChainCertificate> issuers(ChainCertificate server) {
    return Stream.concat(chain.stream().skip(1), trust.anchors().certificates().stream())
        .filter(issuer -> !issuer.equals(server));
  }

  /** The observations about which no source says what a device does. */
  List<Doubt> doubts() {
    List<Doubt> doubts = new ArrayList<>();
    if (atsApplies) {
      doubts.addAll(Uncertainty.ofAddress(host, violations));
    }
    if (chain.isEmpty() || !trustFailures.isEmpty()) {
      return doubts;
    }
    ChainCertificate server = chain.get(0);
    if (trust.anchors().isOfEnrollment(server)) {
      doubts.addAll(Uncertainty.ofEnrollmentAnchor(violations));
    }
    if (atsApplies && profile.enforcement().policy() == Policy.FCP) {
      issuer().flatMap(issuer -> Uncertainty.ofCurve(server, issuer)).ifPresent(doubts::add);
    }
    if (profile.enforcement().verifiesTrust() && server.lacksServerAuth()) {
      doubts.add(Uncertainty.ofPurpose());
    }
    if (profile.enforcement().verifiesTrust()
        && staple.filter(RevocationStatus::saysRevoked).isPresent()) {
      doubts.add(Uncertainty.ofRevokedStaple());
    }
    if (profile.enforcement().verifiesTrust() && server.mustStaple() && staple.isEmpty()) {
      doubts.add(Uncertainty.ofMissingStaple());
    }
    return doubts;
  }

  @Override
  public void atStaple(byte[] response) {
    staple = Optional.of(response.clone());
  }

  @Override
  public Optional<Objection> atServerHello(NegotiatedSession negotiated) {
    if (negotiated.markedAsDowngrade()
        && profile.enforcement().verifiesTrust()
        && profile.offer().versions().contains(TlsVersion.TLS_1_3)) {
      return Optional.of(
          new Objection(
              Alert.ILLEGAL_PARAMETER,
              "the server knows a newer version than the "
                  + negotiated.version()
                  + " that it chose (RFC 8446 section 4.1.3)"));
    }
    boolean missing =
        negotiated.version() == TlsVersion.TLS_1_2 && !negotiated.extendedMasterSecret();
    if (missing && atsApplies && profile.enforcement().requiresExtendedMasterSecret()) {
      violations = List.of(DetectedViolation.of(Violation.EMS_NOT_NEGOTIATED));
      return refuse("the client requires extended master secret");
    }
    return Optional.empty();
  }

  @Override
  public Optional<Objection> atCertificate(NegotiatedSession negotiated, List<byte[]> presented) {
    List<ChainCertificate> certificates = new ArrayList<>();
    for (byte[] der : presented) {
      try {
        certificates.add(trust.certificate(der));
      } catch (CertificateException e) {
        return Optional.of(new Objection(Alert.BAD_CERTIFICATE, e.getMessage()));
      }
    }
    chain = List.copyOf(certificates);
    ChainCertificate server = certificates.get(0);
    if (profile.enforcement().verifiesTrust() && !acceptsCurve(negotiated, server)) {
      // BoringSSL, ssl_check_leaf_certificate
      return Optional.of(
          new Objection(Alert.ILLEGAL_PARAMETER, "the certificate's curve was not offered"));
    }
    leaf = Optional.of(LeafFactsReader.read(server, certificates));
    trustFailures = trust.evaluate(certificates, host);
    facts = Optional.of(factsOf(negotiated));
    if (profile.enforcement().verifiesTrust() && !trustFailures.isEmpty()) {
      violations = known(List.of(DetectedViolation.of(Violation.CERTIFICATE_NOT_TRUSTED)));
      return Optional.of(new Objection(Alert.BAD_CERTIFICATE, trustFailures.get(0).text()));
    }
    return objection(AtsPolicy.violations(facts.get()));
  }

  /** Judges what was negotiated so far, because a device with an identity would log it. */
  @Override
  public void atCertificateRequest(NegotiatedSession negotiated) {
    if (leaf.isPresent()) {
      facts = Optional.of(factsOf(negotiated));
      violations = known(AtsPolicy.violations(facts.get()));
    }
  }

  @Override
  public Optional<Objection> atFinished(NegotiatedSession negotiated) {
    if (leaf.isEmpty()) {
      trustFailures = trust.evaluate(List.of(), host);
    }
    facts = Optional.of(factsOf(negotiated));
    List<DetectedViolation> found = AtsPolicy.violations(facts.get());
    violations = known(found);
    return objection(found);
  }

  private Optional<Objection> objection(List<DetectedViolation> found) {
    Optional<DetectedViolation> first =
        found.stream()
            .filter(v -> atsApplies && profile.enforcement().refuses(v.violation()))
            .findFirst();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    violations = known(found);
    return refuse("the client does not allow " + first.get().violation());
  }

  private static Optional<Objection> refuse(String reason) {
    return Optional.of(new Objection(Alert.HANDSHAKE_FAILURE, reason));
  }

  private List<DetectedViolation> known(List<DetectedViolation> found) {
    return found.stream()
        .filter(v -> atsApplies && profile.release().knows(v.violation()))
        .toList();
  }

  private boolean acceptsCurve(NegotiatedSession negotiated, ChainCertificate server) {
    return negotiated.version() == TlsVersion.TLS_1_3
        || server.key().kind() != PublicKey.Kind.EC
        || server.key().group().filter(profile.offer().groups()::contains).isPresent();
  }

  private ConnectionFacts factsOf(NegotiatedSession negotiated) {
    return new ConnectionFacts(
        negotiated.version(),
        negotiated.cipherSuite(),
        negotiated.extendedMasterSecret(),
        negotiated.handshakeSignature(),
        leaf,
        trustFailures.isEmpty());
  }
}
