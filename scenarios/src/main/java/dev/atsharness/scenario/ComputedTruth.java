package dev.atsharness.scenario;

import dev.atsharness.ats.AtsPolicy;
import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.ClientProfile.Policy;
import dev.atsharness.ats.ConnectionFacts;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.CertificateSettings.Issuer;
import dev.atsharness.scenario.CertificateSettings.Quirk;
import dev.atsharness.scenario.CertificateSettings.Revocation;
import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.scenario.NetworkFault.Action;
import dev.atsharness.scenario.NetworkFault.Point;
import dev.atsharness.scenario.ServerSettings.Host;
import dev.atsharness.scenario.ServerSettings.Transport;
import dev.atsharness.scenario.TlsSettings.Resumption;
import dev.atsharness.tls.Alert;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.CipherSuite.KeyExchange;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.TlsVersion;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The second entry of the ground truth: worked out from a scenario's settings and a client profile
 * by {@link AtsPolicy}, never read from the file's {@code expect} section. A test holds it against
 * what was written by hand.
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

  public ComputedTruth(Scenario scenario) {
    this.scenario = scenario;
    this.settings = scenario.settings();
    this.host = scenario.host(CertificateSettings.DOMAIN, CertificateSettings.LOOPBACK);
  }

  /** What this client does at the endpoint. */
  public ClientExpectation client(ClientProfile client) {
    if (client.policy() == Policy.NONE || scenario.exempt()) {
      return client(client, false);
    }
    ClientExpectation subject = client(client, true);
    return mayBeExempt() ? either(subject, client(client, false)) : subject;
  }

  /**
   * Documentation says that ATS applies to addresses since 17.0; the published source exempts what
   * is "direct", and does not say whether that means addresses too.
   */
  private boolean mayBeExempt() {
    return settings.host() == Host.ADDRESS;
  }

  /** What is certain where it is not known which of two the client does. */
  private static ClientExpectation either(ClientExpectation one, ClientExpectation other) {
    Set<Violation> mayLog = EnumSet.noneOf(Violation.class);
    Stream.of(one.logs(), one.mayLog(), other.logs(), other.mayLog()).forEach(mayLog::addAll);
    List<Violation> logs = one.logs().stream().filter(other.logs()::contains).toList();
    logs.forEach(mayLog::remove);
    boolean alike = one.connects() == other.connects();
    return new ClientExpectation(
        alike ? one.connects() : Connects.UNKNOWN,
        alike ? one.refusedBy() : Optional.empty(),
        alike ? one.stage() : Optional.empty(),
        alike ? one.alert() : Optional.empty(),
        logs,
        List.copyOf(mayLog));
  }

  private ClientExpectation client(ClientProfile client, boolean applies) {
    if (settings.urlScheme() == Transport.HTTP) {
      List<Violation> violations = applies ? codes(AtsPolicy.violationsOfPlaintext()) : List.of();
      return applies && client.mode() == Mode.ENFORCE
          ? refusedByPolicy(client, violations, Optional.empty())
          : connected(client, violations);
    }
    if (settings.transport() == Transport.HTTP) {
      return died(Side.CLIENT, "client-hello", Optional.of(ClientExpectation.UNKNOWN_ALERT));
    }
    NetworkFault fault = settings.networkFault();
    if (fault.point().equals(Optional.of(Point.CLIENT_HELLO))) {
      return broken(fault);
    }
    Negotiation agreed = Negotiation.between(settings, client);
    if (agreed.refusal().isPresent()) {
      return died(Side.SERVER, "client-hello", agreed.refusal().map(Alert::label));
    }
    if (!client.versions().contains(agreed.version())) {
      return died(Side.CLIENT, "server-hello", Optional.of(ClientExpectation.UNKNOWN_ALERT));
    }
    if (fault.point().equals(Optional.of(Point.SERVER_HELLO))) {
      return broken(fault);
    }
    if (applies
        && client.requiresExtendedMasterSecret()
        && agreed.version() == TlsVersion.TLS_1_2
        && !settings.tls().extendedMasterSecret()) {
      return refusedByPolicy(
          client, List.of(Violation.EMS_NOT_NEGOTIATED), Optional.of("server-hello"));
    }
    if (fault.preventsHandshake()) {
      return broken(fault);
    }
    if (client.verifiesTrust() && !leafCurveIn(client.groups(), agreed.certificate())) {
      return died(Side.CLIENT, "certificate", Optional.of(ClientExpectation.UNKNOWN_ALERT));
    }
    ConnectionFacts facts = facts(agreed, client);
    List<Violation> violations = new ArrayList<>();
    if (applies) {
      violations.addAll(codes(AtsPolicy.violations(facts)));
      violations.removeIf(violation -> !client.release().knows(violation));
    }
    List<Violation> uncertain = applies ? uncertain(client) : List.of();
    if (client.verifiesTrust() && !facts.trusted()) {
      uncertain.stream().filter(Predicate.not(violations::contains)).forEach(violations::add);
      return untrusted(client, violations);
    }
    if (client.verifiesTrust() && doubtful(client)) {
      return new ClientExpectation(
          Connects.UNKNOWN,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          applies ? List.of(Violation.CERTIFICATE_NOT_TRUSTED) : List.of());
    }
    if (!agreed.withinOfferOf(client)) {
      return died(Side.CLIENT, "server-key-exchange", Optional.of(ClientExpectation.UNKNOWN_ALERT));
    }
    List<Violation> certain =
        violations.stream().filter(Predicate.not(uncertain::contains)).toList();
    if (certain.stream().anyMatch(client::refuses)) {
      return refusedByPolicy(client, violations, Optional.empty());
    }
    if (settings.tls().clientCertificate()) {
      return died(Side.SERVER, "finished", Optional.of(withoutCertificate(agreed).label()));
    }
    if (!uncertain.isEmpty()) {
      return perhaps(client, certain, uncertain);
    }
    if (applies && settings.http().leadsToClearText()) {
      return ledToClearText(client, violations);
    }
    ClientExpectation connected = connected(client, violations);
    return resumesAmiss(agreed, client) ? resumptionRefused(client, connected.logs()) : connected;
  }

  /**
   * A redirect is followed. Whether a URL in a document is, Apple's requirement that it be https
   * leaves open: a process may refuse the document before it connects.
   */
  private ClientExpectation ledToClearText(ClientProfile client, List<Violation> before) {
    List<Violation> violations = new ArrayList<>(before);
    violations.add(Violation.TLS_NOT_USED);
    boolean refuses = client.refuses(Violation.TLS_NOT_USED);
    if (settings.http().redirects()) {
      return refuses
          ? refusedByPolicy(client, violations, Optional.empty())
          : connected(client, violations);
    }
    return new ClientExpectation(
        refuses ? Connects.FALSE : Connects.TRUE,
        refuses ? Optional.of(Side.CLIENT) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        client.logs() ? before : List.of(),
        List.of(Violation.TLS_NOT_USED));
  }

  /**
   * The violations of a handshake with this client, with the values that messages quote, whatever
   * the server's role and the client's policy; empty if the handshake cannot finish.
   */
  public List<DetectedViolation> detected(ClientProfile client) {
    if (settings.urlScheme() == Transport.HTTP || settings.http().leadsToClearText()) {
      return AtsPolicy.violationsOfPlaintext();
    }
    return facts(client).map(AtsPolicy::violations).orElse(List.of());
  }

  /**
   * What a handshake with this client negotiates, whatever it makes of it; empty if the handshake
   * cannot finish or there is none.
   */
  public Optional<ConnectionFacts> facts(ClientProfile client) {
    if (settings.urlScheme() == Transport.HTTP
        || settings.transport() == Transport.HTTP
        || preventsHandshake()) {
      return Optional.empty();
    }
    Negotiation agreed = Negotiation.between(settings, client);
    return agreed.refusal().isPresent() || !client.versions().contains(agreed.version())
        ? Optional.empty()
        : Optional.of(facts(agreed, client));
  }

  /**
   * Every code that is true of the reference connection: violations and their consequences. The
   * reference is the first of the two profiles, or the second where the first cannot finish.
   */
  public Set<Violation> codes(ClientProfile reference, ClientProfile lab) {
    Set<Violation> codes = EnumSet.noneOf(Violation.class);
    if (scenario.exempt() || preventsHandshake()) {
      return codes;
    }
    ClientExpectation seen = client(reference);
    if (seen.connects() != Connects.TRUE) {
      seen = client(lab);
    }
    codes.addAll(seen.logs());
    if (mayBeExempt()) {
      codes.addAll(seen.mayLog());
    }
    if (settings.http().leadsToClearText() || settings.transport() == Transport.HTTP) {
      codes.add(Violation.TLS_NOT_USED);
    }
    if (doubtful(reference)) {
      codes.add(Violation.CERTIFICATE_NOT_TRUSTED);
    }
    if (settings.transport() == Transport.HTTPS) {
      codes.addAll(uncertain(reference));
      codes.addAll(declared(shownTo(reference)).weaknessesOfIssuingCa());
    }
    return codes;
  }

  /**
   * Those of the codes that are consequences of another one, by the closed table: a suite outside
   * ATS is outside FCP too; a weak hash is not advertised and, below SHA-224, not trusted; a weak
   * leaf key is not trusted; a weak issuing CA is not trusted and may be told by its hash or key;
   * an anonymous suite leaves nothing to trust; whom a revocation reaches, does not trust. Also
   * what may be found or not: finding it is no false alarm, passing it over no miss.
   *
   * @param codes what {@link #codes} found
   * @param reference the first of its two profiles
   */
  public Set<Violation> implied(Set<Violation> codes, ClientProfile reference) {
    Set<Violation> implied = EnumSet.noneOf(Violation.class);
    if (codes.contains(Violation.CIPHERSUITE_NOT_IN_ATS)) {
      implied.add(Violation.CIPHERSUITE_NOT_IN_FCP);
    }
    if (settings.tls().cipherSuites().stream().allMatch(ComputedTruth::anonymous)) {
      implied.add(Violation.CERTIFICATE_NOT_TRUSTED);
    }
    CertificatePrediction certificate = declared(shownTo(reference));
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
    if (codes.contains(Violation.CERTIFICATE_NOT_TRUSTED) && doubtful(reference)) {
      implied.add(Violation.CERTIFICATE_NOT_TRUSTED);
    }
    if (settings.transport() == Transport.HTTP && settings.urlScheme() == Transport.HTTPS) {
      implied.add(Violation.TLS_NOT_USED); // true of the port, while every client tried TLS
    }
    if (mayBeExempt()) {
      implied.addAll(codes);
    }
    if (isEnrollmentAnchor(shownTo(reference))) {
      implied.addAll(certificate.uncertain());
    }
    implied.retainAll(codes);
    return implied;
  }

  /**
   * What an enforcing client makes of the server: {@code ats-app} for ATS, {@code fcp-app} for FCP.
   * Where no source says what it does, the verdict is inconclusive, but for the one written
   * exception.
   */
  public Verdict verdict(ClientProfile enforcing) {
    if (scenario.exempt()) {
      return Verdict.EXEMPT;
    }
    if (preventsHandshake() || doubtful(enforcing)) {
      return Verdict.INCONCLUSIVE;
    }
    return switch (client(enforcing).connects()) {
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
        && !isEnrollmentAnchor(certificate)
        && !mayBeExempt();
  }

  /** The lab sees what there is; what an Apple client sees is not known. */
  private List<Violation> uncertain(ClientProfile client) {
    if (!client.verifiesTrust()) {
      return List.of();
    }
    CertificateSettings shown = shownTo(client);
    Set<Violation> codes = declared(shown).uncertain();
    if (isEnrollmentAnchor(shown) && !client.release().skipsAtsTrust()) {
      codes.add(Violation.CERTIFICATE_NOT_TRUSTED);
    }
    return codes.stream().filter(client.release()::knows).toList();
  }

  /** The connection is trusted, by an anchor that default trust evaluation does not know. */
  private static boolean isEnrollmentAnchor(CertificateSettings certificate) {
    return certificate.issuer() == Issuer.SELF_SIGNED_ENROLLMENT_ANCHOR;
  }

  /**
   * Whether trust hangs on a revocation that a client may look for or not, or on a staple that it
   * may insist on or not; no source says what Apple's do.
   */
  private boolean doubtful(ClientProfile client) {
    Revocation revocation = shownTo(client).revocation();
    return revocation.revoked() || (revocation.mustStaple() && !settings.tls().ocspStapling());
  }

  /** Whether no client that we know of gets through, for reasons beside Apple's requirements. */
  private boolean preventsHandshake() {
    return settings.networkFault().preventsHandshake() || settings.tls().clientCertificate();
  }

  /** The server's certificate for this client; the first if it refuses the client. */
  private CertificateSettings shownTo(ClientProfile client) {
    Negotiation agreed = Negotiation.between(settings, client);
    return agreed.refusal().isPresent() ? settings.certificate() : agreed.certificate();
  }

  private CertificatePrediction declared(CertificateSettings certificate) {
    return new CertificatePrediction(certificate, host);
  }

  private ConnectionFacts facts(Negotiation agreed, ClientProfile client) {
    CertificatePrediction certificate = declared(agreed.certificate());
    boolean anonymous = anonymous(agreed.cipherSuite());
    return new ConnectionFacts(
        agreed.version(),
        agreed.cipherSuite(),
        (settings.tls().extendedMasterSecret() && client.extendedMasterSecret())
            || agreed.version() == TlsVersion.TLS_1_3,
        agreed.handshakeSignature(),
        anonymous ? Optional.empty() : Optional.of(certificate.leaf()),
        !anonymous && certificate.trusted());
  }

  private static boolean anonymous(CipherSuite suite) {
    return suite.keyExchange() == KeyExchange.ANON;
  }

  /** BoringSSL refuses a leaf on a curve that is not in the client's supported_groups. */
  private static boolean leafCurveIn(List<NamedGroup> groups, CertificateSettings certificate) {
    String curve = certificate.key().curve();
    return curve.isEmpty()
        || (!certificate.quirks().contains(Quirk.EXPLICIT_CURVE)
            && groups.stream().anyMatch(group -> group.label().equals(curve)));
  }

  /** RFC 8446 section 4.4.2.4, RFC 5246 section 7.4.6. */
  private static Alert withoutCertificate(Negotiation agreed) {
    return agreed.version() == TlsVersion.TLS_1_3
        ? Alert.CERTIFICATE_REQUIRED
        : Alert.HANDSHAKE_FAILURE;
  }

  private static List<Violation> codes(List<DetectedViolation> detected) {
    return detected.stream().map(DetectedViolation::violation).toList();
  }

  private static ClientExpectation connected(ClientProfile client, List<Violation> violations) {
    return ClientExpectation.connects(client.logs() ? List.copyOf(violations) : List.of());
  }

  /**
   * A reset or an alert is the server's doing; who gives up first in a silence, and with which
   * alert, is the client's secret.
   */
  private static ClientExpectation broken(NetworkFault fault) {
    boolean silent = fault.action().equals(Optional.of(Action.STALL));
    return new ClientExpectation(
        Connects.FALSE,
        silent ? Optional.empty() : Optional.of(Side.SERVER),
        fault.point().map(Point::label),
        silent ? Optional.of(ClientExpectation.UNKNOWN_ALERT) : fault.alert().map(Alert::label),
        List.of(),
        List.of());
  }

  /** A client that would refuse for what it may find, or not, perhaps connects. */
  private static ClientExpectation perhaps(
      ClientProfile client, List<Violation> certain, List<Violation> uncertain) {
    boolean refuses = uncertain.stream().anyMatch(client::refuses);
    return new ClientExpectation(
        refuses ? Connects.UNKNOWN : Connects.TRUE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        client.logs() ? certain : List.of(),
        client.logs() ? uncertain : List.of());
  }

  private boolean resumesAmiss(Negotiation agreed, ClientProfile client) {
    return settings.tls().resumption() == Resumption.SESSION_ID_OTHER_EMS
        && agreed.version() != TlsVersion.TLS_1_3
        && client.extendedMasterSecret();
  }

  /**
   * RFC 7627 section 5.3: a client that resumes must abort. The lab does; whether Apple's clients
   * resume at all, no source says.
   */
  private static ClientExpectation resumptionRefused(ClientProfile client, List<Violation> logs) {
    return new ClientExpectation(
        client.verifiesTrust() ? Connects.UNKNOWN : Connects.FALSE,
        Optional.of(Side.CLIENT),
        Optional.of("server-hello"),
        Optional.of(ClientExpectation.UNKNOWN_ALERT),
        logs,
        List.of());
  }

  private static ClientExpectation died(Side side, String stage, Optional<String> alert) {
    return new ClientExpectation(
        Connects.FALSE, Optional.of(side), Optional.of(stage), alert, List.of(), List.of());
  }

  private static ClientExpectation untrusted(ClientProfile client, List<Violation> violations) {
    boolean logged = client.logs() && violations.contains(Violation.CERTIFICATE_NOT_TRUSTED);
    List<Violation> rest = new ArrayList<>(violations);
    if (logged) {
      rest.remove(Violation.CERTIFICATE_NOT_TRUSTED);
    }
    return new ClientExpectation(
        Connects.FALSE,
        Optional.of(Side.CLIENT),
        Optional.of("certificate"),
        Optional.of(ClientExpectation.UNKNOWN_ALERT),
        logged ? List.of(Violation.CERTIFICATE_NOT_TRUSTED) : List.of(),
        rest);
  }

  /** Which of several violations an enforcing client names is not known; of one, that one. */
  private static ClientExpectation refusedByPolicy(
      ClientProfile client, List<Violation> violations, Optional<String> stage) {
    List<Violation> refusing = violations.stream().filter(client::refuses).toList();
    boolean sure = client.logs() && refusing.size() == 1;
    boolean cleartext = refusing.contains(Violation.TLS_NOT_USED);
    return new ClientExpectation(
        Connects.FALSE,
        Optional.of(Side.CLIENT),
        stage,
        cleartext ? Optional.empty() : Optional.of(ClientExpectation.UNKNOWN_ALERT),
        sure ? refusing : List.of(),
        sure ? List.of() : refusing);
  }
}
