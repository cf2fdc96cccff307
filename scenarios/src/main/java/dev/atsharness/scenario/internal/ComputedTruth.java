package dev.atsharness.scenario.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Policy;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.AtsPolicy;
import dev.atsharness.ats.internal.ConnectionFacts;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.ServerSettings.Host;
import dev.atsharness.scenario.internal.ServerSettings.Transport;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The second entry of the ground truth. It is computed from a scenario's settings and a client
 * profile by {@link AtsPolicy}, and never read from the file's {@code expect} section. A test
 * compares it with the entry that was written by hand.
 */
public final class ComputedTruth {
  private static final Set<Violation> HASH_AND_KEY_CODES =
      EnumSet.of(
          Violation.LEAF_HASH_BELOW_SHA256,
          Violation.RSA_KEY_BELOW_2048,
          Violation.ECDSA_KEY_BELOW_256);

  private final Scenario scenario;
  private final ServerSettings settings;
  private final String host;
  private final Optional<ComputedTruth> next;

  /**
   * The truth about a scenario's own server, and about the one to which it leads.
   *
   * @param catalogue has the scenario to which this one leads, if it leads to one
   */
  public static ComputedTruth of(Scenario scenario, Catalogue catalogue) {
    Optional<Scenario> next = scenario.settings().http().leadsTo().map(catalogue::scenario);
    return new ComputedTruth(scenario, next.map(ComputedTruth::ofServer));
  }

  /** The truth about a scenario's own server alone. */
  public static ComputedTruth ofServer(Scenario scenario) {
    return new ComputedTruth(scenario, Optional.empty());
  }

  private ComputedTruth(Scenario scenario, Optional<ComputedTruth> next) {
    this.scenario = scenario;
    this.next = next;
    this.settings = scenario.settings();
    this.host = scenario.host(CertificateSettings.DOMAIN, CertificateSettings.LOOPBACK);
  }

  /** What this client does at the endpoint and at the one to which it leads. */
  public ClientExpectation client(ClientProfile client) {
    ClientExpectation own = own(client);
    return next.filter(server -> own.connects() == Connects.TRUE)
        .map(server -> onward(own, server.client(client)))
        .orElse(own);
  }

  /**
   * The end is that of the second connection. Its messages name the second server, so whether they
   * count among those of this one depends on who reads the log.
   */
  private static ClientExpectation onward(ClientExpectation own, ClientExpectation there) {
    Set<Violation> mayLog = EnumSet.noneOf(Violation.class);
    Stream.of(own.mayLog(), there.logs(), there.mayLog()).forEach(mayLog::addAll);
    own.logs().forEach(mayLog::remove);
    return there.logging(own.logs(), List.copyOf(mayLog));
  }

  private ClientExpectation own(ClientProfile client) {
    if (client.enforcement().policy() == Policy.NONE || scenario.exempt()) {
      return connection(client).expectation(false);
    }
    ClientExpectation subject = connection(client).expectation(true);
    return mayBeExempt() ? either(subject, connection(client).expectation(false)) : subject;
  }

  private ConnectionTruth connection(ClientProfile client) {
    return new ConnectionTruth(settings, host, client);
  }

  /**
   * Documentation says that ATS applies to addresses since 17.0; the published source exempts what
   * is "direct", and does not say whether that means addresses too.
   */
  private boolean mayBeExempt() {
    return settings.url().host() == Host.ADDRESS;
  }

  /** The certain part, if it is not known which of two things the client does. */
  private static ClientExpectation either(ClientExpectation one, ClientExpectation other) {
    Set<Violation> mayLog = EnumSet.noneOf(Violation.class);
    Stream.of(one.logs(), one.mayLog(), other.logs(), other.mayLog()).forEach(mayLog::addAll);
    List<Violation> logs = one.logs().stream().filter(other.logs()::contains).toList();
    logs.forEach(mayLog::remove);
    boolean alike = one.connects() == other.connects();
    ClientExpectation both = alike ? one : ClientExpectation.unknown();
    return both.logging(logs, List.copyOf(mayLog));
  }

  /**
   * The violations of a handshake with this client, with the values that messages quote, whatever
   * the server's role and the client's policy; empty if the handshake cannot finish.
   */
  public List<DetectedViolation> detected(ClientProfile client) {
    if (settings.url().scheme() == Transport.HTTP || settings.http().leadsToClearText()) {
      return AtsPolicy.violationsOfPlaintext();
    }
    return facts(client).map(AtsPolicy::violations).orElse(List.of());
  }

  /**
   * What a handshake with this client negotiates, however the client judges it; empty if the
   * handshake cannot finish or there is none.
   */
  public Optional<ConnectionFacts> facts(ClientProfile client) {
    return settings.url().scheme() == Transport.HTTP
            || settings.transport() == Transport.HTTP
            || preventsHandshake()
        ? Optional.empty()
        : connection(client).facts();
  }

  /**
   * Every code that is true of the reference connection: violations and their consequences. The
   * reference is the first of the two profiles, or the second if the first cannot finish.
   */
  public Set<Violation> codes(ClientProfile reference, ClientProfile lab) {
    Set<Violation> codes = EnumSet.noneOf(Violation.class);
    if (scenario.exempt() || preventsHandshake()) {
      return codes;
    }
    next.ifPresent(server -> codes.addAll(server.codes(reference, lab)));
    ClientProfile connecting = connecting(reference, lab);
    ClientExpectation seen = own(connecting);
    if (outsideFcpAtAnotherVersion(connecting)) {
      codes.add(Violation.CIPHERSUITE_NOT_IN_FCP);
    }
    codes.addAll(seen.logs());
    if (mayBeExempt()) {
      codes.addAll(seen.mayLog());
    }
    if (settings.http().leadsToClearText() || settings.transport() == Transport.HTTP) {
      codes.add(Violation.TLS_NOT_USED);
    }
    if (connection(reference).doubtful()) {
      codes.add(Violation.CERTIFICATE_NOT_TRUSTED);
    }
    if (settings.transport() == Transport.HTTPS) {
      codes.addAll(connection(reference).uncertain());
      codes.addAll(declared(connection(reference).shown()).weaknessesOfIssuingCa());
    }
    return codes;
  }

  private ClientProfile connecting(ClientProfile reference, ClientProfile lab) {
    return own(reference).connects() == Connects.TRUE ? reference : lab;
  }

  private boolean outsideFcpAtAnotherVersion(ClientProfile client) {
    return facts(client).filter(ConnectionTruth::outsideFcpAtAnotherVersion).isPresent();
  }

  /**
   * The codes that are consequences of another one, by a closed table: a suite outside ATS is
   * outside FCP too; a weak hash is not advertised and, below SHA-224, not trusted; a weak leaf key
   * is not trusted; a weak issuing CA is not trusted and may be reported by its hash or key; with
   * an anonymous suite there is no certificate to trust; a client that learns of the revocation
   * does not trust the certificate. The codes that may or may not be found are included: to report
   * one is not a false alarm, and to omit it is not a miss. Of these are a suite outside FCP at a
   * version other than TLS 1.2, and trust where documentation and published source disagree. So is
   * all that is found behind the mark of a downgrade, for which the reference refuses the server.
   *
   * @param codes what {@link #codes} found
   * @param reference the first of its two profiles
   * @param lab the second
   */
  public Set<Violation> implied(Set<Violation> codes, ClientProfile reference, ClientProfile lab) {
    Set<Violation> implied = EnumSet.noneOf(Violation.class);
    if (codes.contains(Violation.CIPHERSUITE_NOT_IN_ATS)
        || outsideFcpAtAnotherVersion(connecting(reference, lab))) {
      implied.add(Violation.CIPHERSUITE_NOT_IN_FCP);
    }
    if (settings.tls().cipherSuites().stream().allMatch(ConnectionTruth::anonymous)) {
      implied.add(Violation.CERTIFICATE_NOT_TRUSTED);
    }
    if (settings.transport() == Transport.HTTPS && connection(reference).detectsDowngrade()) {
      implied.addAll(codes);
    }
    CertificatePrediction certificate = declared(connection(reference).shown());
    Set<Violation> aboveTheLeaf = certificate.weaknessesOfIssuingCa();
    implied.addAll(aboveTheLeaf);
    if (codes.contains(Violation.LEAF_HASH_BELOW_SHA256) && aboveTheLeaf.isEmpty()) {
      implied.add(Violation.CERTIFICATE_SIGNATURE_NOT_ADVERTISED);
    }
    if (codes.stream().anyMatch(HASH_AND_KEY_CODES::contains) && aboveTheLeaf.isEmpty()) {
      implied.add(Violation.CERTIFICATE_NOT_TRUSTED);
    }
    if (certificate.uncertain().contains(Violation.CERTIFICATE_SIGNATURE_NOT_ADVERTISED)) {
      implied.add(Violation.CERTIFICATE_SIGNATURE_NOT_ADVERTISED);
    }
    if (codes.contains(Violation.CERTIFICATE_NOT_TRUSTED) && connection(reference).doubtful()) {
      implied.add(Violation.CERTIFICATE_NOT_TRUSTED);
    }
    if (settings.transport() == Transport.HTTP && settings.url().scheme() == Transport.HTTPS) {
      implied.add(Violation.TLS_NOT_USED); // true of the port, while every client tried TLS
    }
    if (mayBeExempt()) {
      implied.addAll(codes);
    }
    if (ConnectionTruth.isEnrollmentAnchor(connection(reference).shown())) {
      implied.addAll(certificate.uncertain());
    }
    next.ifPresent(server -> implied.addAll(server.implied(codes, reference, lab)));
    implied.retainAll(codes);
    return implied;
  }

  /**
   * The verdict of an enforcing client: {@code ats-app} for ATS, {@code fcp-app} for FCP. If no
   * source says what it does, the verdict is inconclusive, with one written exception.
   */
  public Verdict verdict(ClientProfile enforcing) {
    Verdict own = ownVerdict(enforcing);
    return own == Verdict.PASS ? next.map(server -> server.verdict(enforcing)).orElse(own) : own;
  }

  private Verdict ownVerdict(ClientProfile enforcing) {
    if (scenario.exempt()) {
      return Verdict.EXEMPT;
    }
    if (preventsHandshake()) {
      return Verdict.INCONCLUSIVE;
    }
    return switch (own(enforcing).connects()) {
      case TRUE -> Verdict.PASS;
      case FALSE -> Verdict.FAIL;
      case UNKNOWN -> documentedKeySize() ? Verdict.FAIL : Verdict.INCONCLUSIVE;
    };
  }

  /**
   * The one exception ({@code key/rsa-2047}): the key is below the size that Apple documents for
   * every server's certificate, and only whether the check counts its bits or its bytes is not
   * published. An anchor of automated enrolment is another case: there Apple's own documentation
   * leaves open whether the requirement applies.
   */
  private boolean documentedKeySize() {
    CertificateSettings certificate = settings.certificate();
    return declared(certificate).uncertain().contains(Violation.RSA_KEY_BELOW_2048)
        && !ConnectionTruth.isEnrollmentAnchor(certificate)
        && !mayBeExempt();
  }

  /**
   * Whether no known client gets through for reasons other than Apple's requirements, or gets
   * through only if it ignores a fault of the protocol.
   */
  private boolean preventsHandshake() {
    return settings.networkFault().preventsHandshake()
        || settings.tls().misbehaviour().isPresent()
        || settings.tls().clientCertificate()
        || settings.tls().clientCertificateByRenegotiation();
  }

  /**
   * Whether name constraints of the CAs are all that makes a certificate wrong, so that the truth
   * is another one if the CAs have none.
   */
  public boolean needsNameConstraints() {
    return settings.transport() == Transport.HTTPS
        && settings.certificates().stream()
            .map(this::declared)
            .anyMatch(one -> one.trustedWithoutNameConstraints() && !one.trusted());
  }

  private CertificatePrediction declared(CertificateSettings certificate) {
    return new CertificatePrediction(certificate, host);
  }
}
