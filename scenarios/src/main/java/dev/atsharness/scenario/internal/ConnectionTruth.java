package dev.atsharness.scenario.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.AtsPolicy;
import dev.atsharness.ats.internal.ConnectionFacts;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.internal.CertificateSettings.Issuer;
import dev.atsharness.scenario.internal.CertificateSettings.Quirk;
import dev.atsharness.scenario.internal.CertificateSettings.Revocation;
import dev.atsharness.scenario.internal.NetworkFault.Action;
import dev.atsharness.scenario.internal.NetworkFault.Point;
import dev.atsharness.scenario.internal.ServerSettings.Transport;
import dev.atsharness.scenario.internal.TlsSettings.Resumption;
import dev.atsharness.tls.Alert;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.CipherSuite.KeyExchange;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.TlsVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The result of one client at one server, computed step by step in the order of a handshake. */
final class ConnectionTruth {

  private final ServerSettings settings;
  private final String host;
  private final ClientProfile client;
  private final Negotiation agreed;

  /**
   * A connection.
   *
   * @param host the server's name
   */
  ConnectionTruth(ServerSettings settings, String host, ClientProfile client) {
    this.settings = settings;
    this.host = host;
    this.client = client;
    this.agreed = Negotiation.between(settings, client);
  }

  /**
   * What the client does.
   *
   * @param applies whether Apple's requirements apply to the server
   */
  ClientExpectation expectation(boolean applies) {
    return Stream.<Supplier<Optional<ClientExpectation>>>of(
            () -> plainHttp(applies),
            this::serverWithoutTls,
            () -> broken(Point.CLIENT_HELLO),
            this::helloTooLong,
            this::greaseRefused,
            this::refusedByServer,
            this::versionNotOffered,
            () -> broken(Point.SERVER_HELLO),
            this::downgradeDetected,
            this::misbehaviourDetected,
            () -> extendedMasterSecretRequired(applies),
            this::brokenLater,
            this::leafCurveNotOffered,
            () -> notTrusted(applies),
            () -> trustUnknown(applies),
            this::outsideTheOffer,
            () -> refusedForCertain(applies),
            this::otherMasterSecret,
            this::clientCertificateMissing,
            () -> clientCertificateMissingLater(applies),
            () -> perhapsRefused(applies),
            () -> ledToClearText(applies),
            () -> resumptionRefused(applies))
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> connected(violations(applies)));
  }

  private Optional<ClientExpectation> plainHttp(boolean applies) {
    if (settings.url().scheme() != Transport.HTTP) {
      return Optional.empty();
    }
    List<Violation> violations = applies ? codes(AtsPolicy.violationsOfPlaintext()) : List.of();
    return Optional.of(
        applies && client.enforcement().mode() == Mode.ENFORCE
            ? refusedByPolicy(violations)
            : connected(violations));
  }

  private Optional<ClientExpectation> serverWithoutTls() {
    return when(settings.transport() == Transport.HTTP, () -> refusedByClient("client-hello"));
  }

  private Optional<ClientExpectation> broken(Point point) {
    return when(settings.networkFault().point().equals(Optional.of(point)), this::brokenConnection);
  }

  /**
   * A key share of X25519MLKEM768 has 1,216 bytes (draft-ietf-tls-ecdhe-mlkem section 4.1). With
   * what else every client sends, the ClientHello is longer than a TCP segment; no other is.
   */
  private Optional<ClientExpectation> helloTooLong() {
    return when(
        !settings.tls().longClientHello()
            && client.offer().keyShares().contains(NamedGroup.X25519MLKEM768),
        () -> ClientExpectation.refusedBy(Side.SERVER).at("client-hello"));
  }

  private Optional<ClientExpectation> greaseRefused() {
    return when(
        !settings.tls().grease() && client.offer().hasGrease(),
        () -> refusedByServer("client-hello", Alert.ILLEGAL_PARAMETER));
  }

  private Optional<ClientExpectation> refusedByServer() {
    return agreed.refusal().map(alert -> refusedByServer("client-hello", alert));
  }

  private Optional<ClientExpectation> versionNotOffered() {
    return when(
        !client.offer().versions().contains(agreed.version()),
        () -> refusedByClient("server-hello"));
  }

  /**
   * A client of TLS 1.3 must abort if the server's random says that the server knows a newer
   * version than it chose (RFC 8446 section 4.1.3). BoringSSL does so before it looks at
   * extensions; the lab client goes on.
   */
  private Optional<ClientExpectation> downgradeDetected() {
    return when(detectsDowngrade(), () -> refusedByClient("server-hello"));
  }

  /** Whether the client refuses the server for the mark of a downgrade. */
  boolean detectsDowngrade() {
    return agreed.refusal().isEmpty()
        && settings.tls().marksDowngradeTo(agreed.version())
        && client.offer().versions().contains(TlsVersion.TLS_1_3)
        && client.enforcement().verifiesTrust();
  }

  /**
   * Every client aborts at a fault of the protocol: it knows from its own offer and its own
   * computation what the server may send. A suite that the client offers is none. No source says
   * whether Apple's clients go on after a HelloRequest, which they may.
   */
  private Optional<ClientExpectation> misbehaviourDetected() {
    return settings
        .tls()
        .misbehaviour()
        .filter(fault -> !isOffered(fault))
        .flatMap(
            fault ->
                fault.mayBeIgnored()
                    ? when(client.enforcement().verifiesTrust(), ClientExpectation::unknown)
                    : Optional.of(refusedByClient(fault.message(agreed.version()))));
  }

  /** Whether the fault is a suite that the client does offer, so that it is none. */
  private boolean isOffered(Misbehaviour fault) {
    return fault == Misbehaviour.NO_COMMON_SUITE
        ? client.offer().cipherSuites().contains(agreed.cipherSuite())
        : fault.suite().equals(Optional.of(agreed.cipherSuite()));
  }

  private Optional<ClientExpectation> extendedMasterSecretRequired(boolean applies) {
    return when(
        applies
            && client.enforcement().requiresExtendedMasterSecret()
            && agreed.version() == TlsVersion.TLS_1_2
            && !settings.tls().extendedMasterSecret(),
        () -> refusedByPolicy(List.of(Violation.EMS_NOT_NEGOTIATED)).at("server-hello"));
  }

  private Optional<ClientExpectation> brokenLater() {
    return when(settings.networkFault().preventsHandshake(), this::brokenConnection);
  }

  /** BoringSSL refuses a leaf on a curve that is not in the client's supported_groups. */
  private Optional<ClientExpectation> leafCurveNotOffered() {
    CertificateSettings certificate = agreed.certificate();
    String curve = certificate.key().curve();
    boolean offered =
        curve.isEmpty()
            || (!certificate.quirks().contains(Quirk.EXPLICIT_CURVE)
                && client.offer().groups().stream().anyMatch(group -> group.label().equals(curve)));
    return when(
        client.enforcement().verifiesTrust() && !offered, () -> refusedByClient("certificate"));
  }

  private Optional<ClientExpectation> notTrusted(boolean applies) {
    if (!client.enforcement().verifiesTrust() || agreedFacts().trusted()) {
      return Optional.empty();
    }
    List<Violation> violations = new ArrayList<>(violations(applies));
    uncertain(applies).stream()
        .filter(Predicate.not(violations::contains))
        .forEach(violations::add);
    boolean logged =
        client.enforcement().logs() && violations.contains(Violation.CERTIFICATE_NOT_TRUSTED);
    List<Violation> rest = new ArrayList<>(violations);
    if (logged) {
      rest.remove(Violation.CERTIFICATE_NOT_TRUSTED);
    }
    return Optional.of(
        refusedByClient("certificate")
            .logging(logged ? List.of(Violation.CERTIFICATE_NOT_TRUSTED) : List.of(), rest));
  }

  private Optional<ClientExpectation> trustUnknown(boolean applies) {
    return when(
        client.enforcement().verifiesTrust() && doubtful(),
        () ->
            ClientExpectation.unknown()
                .logging(
                    List.of(), applies ? List.of(Violation.CERTIFICATE_NOT_TRUSTED) : List.of()));
  }

  private Optional<ClientExpectation> outsideTheOffer() {
    return when(!agreed.withinOfferOf(client), () -> refusedByClient("server-key-exchange"));
  }

  private Optional<ClientExpectation> refusedForCertain(boolean applies) {
    return when(
        certain(applies).stream().anyMatch(client.enforcement()::refuses),
        () -> refusedByPolicy(violations(applies)));
  }

  /**
   * The server cannot decrypt the client's Finished, because the two have different master secrets
   * (RFC 5246 section 7.2.2).
   */
  private Optional<ClientExpectation> otherMasterSecret() {
    return when(
        settings.tls().extendedMasterSecret()
            && !settings.tls().extendedMasterSecretUsed()
            && agreed.version() != TlsVersion.TLS_1_3
            && client.offer().extendedMasterSecret(),
        () -> refusedByServer("finished", Alert.BAD_RECORD_MAC));
  }

  /** RFC 8446 section 4.4.2.4, RFC 5246 section 7.4.6. */
  private Optional<ClientExpectation> clientCertificateMissing() {
    return when(
        settings.tls().clientCertificate(),
        () ->
            refusedByServer(
                "finished",
                agreed.version() == TlsVersion.TLS_1_3
                    ? Alert.CERTIFICATE_REQUIRED
                    : Alert.HANDSHAKE_FAILURE));
  }

  /**
   * After the request, the server asks for a renegotiation, and in it for a certificate. A client
   * without one gets no answer, whether it agrees to renegotiate or not, which no source says.
   */
  private Optional<ClientExpectation> clientCertificateMissingLater(boolean applies) {
    return when(
        settings.tls().clientCertificateByRenegotiation() && agreed.version() != TlsVersion.TLS_1_3,
        () ->
            ClientExpectation.broken()
                .withUnknownAlert()
                .logging(connected(violations(applies)).logs(), List.of()));
  }

  /** If a client would refuse because of an uncertain violation, whether it connects is unknown. */
  private Optional<ClientExpectation> perhapsRefused(boolean applies) {
    List<Violation> uncertain = uncertain(applies);
    if (uncertain.isEmpty()) {
      return Optional.empty();
    }
    ClientExpectation end =
        uncertain.stream().anyMatch(client.enforcement()::refuses)
            ? ClientExpectation.unknown()
            : ClientExpectation.connects(List.of());
    return Optional.of(
        client.enforcement().logs() ? end.logging(certain(applies), uncertain) : end);
  }

  /**
   * A redirect is followed. It is unknown whether a URL in a document is: Apple requires it to be
   * https, so a process may refuse the document before it connects.
   */
  private Optional<ClientExpectation> ledToClearText(boolean applies) {
    if (!applies || !settings.http().leadsToClearText()) {
      return Optional.empty();
    }
    List<Violation> before = violations(applies);
    List<Violation> all = new ArrayList<>(before);
    all.add(Violation.TLS_NOT_USED);
    boolean refuses = client.enforcement().refuses(Violation.TLS_NOT_USED);
    if (settings.http().redirects()) {
      return Optional.of(refuses ? refusedByPolicy(all) : connected(all));
    }
    ClientExpectation end =
        refuses ? ClientExpectation.refusedBy(Side.CLIENT) : ClientExpectation.connects(List.of());
    return Optional.of(
        end.logging(
            client.enforcement().logs() ? before : List.of(), List.of(Violation.TLS_NOT_USED)));
  }

  /**
   * A client that resumes by id must abort (RFC 7627 section 5.3). The lab client does; no source
   * says whether Apple's clients resume by id at all. No profile offers tickets.
   */
  private Optional<ClientExpectation> resumptionRefused(boolean applies) {
    return when(
        settings.tls().resumption() == Resumption.SESSION_ID_OTHER_EMS
            && agreed.version() != TlsVersion.TLS_1_3
            && client.offer().extendedMasterSecret(),
        () ->
            new ClientExpectation(
                client.enforcement().verifiesTrust()
                    ? ClientExpectation.Connects.UNKNOWN
                    : ClientExpectation.Connects.FALSE,
                Optional.of(Side.CLIENT),
                Optional.of("server-hello"),
                Optional.of(ClientExpectation.UNKNOWN_ALERT),
                connected(violations(applies)).logs(),
                List.of()));
  }

  private static Optional<ClientExpectation> when(
      boolean condition, Supplier<ClientExpectation> expectation) {
    return condition ? Optional.of(expectation.get()) : Optional.empty();
  }

  private ClientExpectation connected(List<Violation> violations) {
    return ClientExpectation.connects(client.enforcement().logs() ? violations : List.of());
  }

  private static ClientExpectation refusedByClient(String lastMessage) {
    return ClientExpectation.refusedBy(Side.CLIENT).at(lastMessage).withUnknownAlert();
  }

  private static ClientExpectation refusedByServer(String lastMessage, Alert alert) {
    return ClientExpectation.refusedBy(Side.SERVER).at(lastMessage).withAlert(alert.label());
  }

  /** If there are several violations, it is unknown which one an enforcing client names. */
  private ClientExpectation refusedByPolicy(List<Violation> violations) {
    List<Violation> refusing = violations.stream().filter(client.enforcement()::refuses).toList();
    boolean sure = client.enforcement().logs() && refusing.size() == 1;
    ClientExpectation refused =
        ClientExpectation.refusedBy(Side.CLIENT)
            .logging(sure ? refusing : List.of(), sure ? List.of() : refusing);
    return refusing.contains(Violation.TLS_NOT_USED) ? refused : refused.withUnknownAlert();
  }

  /**
   * The server resets the connection or sends an alert. If neither side speaks, it is unknown who
   * gives up first and with which alert.
   */
  private ClientExpectation brokenConnection() {
    NetworkFault fault = settings.networkFault();
    boolean silent = fault.action().equals(Optional.of(Action.STALL));
    ClientExpectation end =
        silent
            ? ClientExpectation.broken().withUnknownAlert()
            : ClientExpectation.refusedBy(Side.SERVER);
    if (!silent && fault.alert().isPresent()) {
      end = end.withAlert(fault.alert().get().label());
    }
    return fault.point().map(Point::label).map(end::at).orElse(end);
  }

  /** What is negotiated, however the client judges it; empty if the handshake cannot finish. */
  Optional<ConnectionFacts> facts() {
    return agreed.refusal().isPresent() || !client.offer().versions().contains(agreed.version())
        ? Optional.empty()
        : Optional.of(agreedFacts());
  }

  private ConnectionFacts agreedFacts() {
    CertificatePrediction certificate = new CertificatePrediction(agreed.certificate(), host);
    boolean anonymous = anonymous(agreed.cipherSuite());
    return new ConnectionFacts(
        agreed.version(),
        agreed.cipherSuite(),
        (settings.tls().extendedMasterSecret() && client.offer().extendedMasterSecret())
            || agreed.version() == TlsVersion.TLS_1_3,
        agreed.handshakeSignature(),
        anonymous ? Optional.empty() : Optional.of(certificate.leaf()),
        !anonymous && certificate.trusted());
  }

  private List<Violation> violations(boolean applies) {
    return applies
        ? AtsPolicy.violations(agreedFacts()).stream()
            .map(DetectedViolation::violation)
            .filter(client.release()::knows)
            .toList()
        : List.of();
  }

  private List<Violation> certain(boolean applies) {
    List<Violation> uncertain = uncertain(applies);
    return violations(applies).stream().filter(Predicate.not(uncertain::contains)).toList();
  }

  private List<Violation> uncertain(boolean applies) {
    return applies ? uncertain() : List.of();
  }

  /** Certain for the lab client; for Apple's clients these codes are uncertain. */
  List<Violation> uncertain() {
    if (!client.enforcement().verifiesTrust()) {
      return List.of();
    }
    CertificateSettings shown = shown();
    Set<Violation> codes = new CertificatePrediction(shown, host).uncertain();
    if (isEnrollmentAnchor(shown) && !client.release().skipsAtsTrust()) {
      codes.add(Violation.CERTIFICATE_NOT_TRUSTED);
    }
    if (agreed.refusal().isEmpty() && outsideFcpAtAnotherVersion(agreedFacts())) {
      codes.add(Violation.CIPHERSUITE_NOT_IN_FCP);
    }
    return codes.stream().filter(client.release()::knows).toList();
  }

  /**
   * Whether the suite is not one of FCP v2.1, at a version other than TLS 1.2. Apple's message does
   * not name a version; that it is about TLS 1.2 alone is inferred.
   */
  static boolean outsideFcpAtAnotherVersion(ConnectionFacts facts) {
    return facts.version() != TlsVersion.TLS_1_2 && !AtsPolicy.inFcp(facts.cipherSuite());
  }

  /**
   * Whether trust depends on a revocation that a client may or may not look for, on a staple that
   * it may or may not insist on, or on a requirement that is documented and that the published
   * source does not have. It is not known what Apple's clients do.
   */
  boolean doubtful() {
    Revocation revocation = shown().revocation();
    return revocation.revoked()
        || (revocation.mustStaple() && !settings.tls().ocspStapling())
        || new CertificatePrediction(shown(), host).disputed();
  }

  /** The server's certificate for this client; the first one if the server refuses the client. */
  CertificateSettings shown() {
    return agreed.refusal().isPresent() ? settings.certificate() : agreed.certificate();
  }

  /** Whether the connection is trusted by an anchor that default trust evaluation does not know. */
  static boolean isEnrollmentAnchor(CertificateSettings certificate) {
    return certificate.issuer() == Issuer.SELF_SIGNED_ENROLLMENT_ANCHOR;
  }

  static boolean anonymous(CipherSuite suite) {
    return suite.keyExchange() == KeyExchange.ANON;
  }

  private static List<Violation> codes(List<DetectedViolation> detected) {
    return detected.stream().map(DetectedViolation::violation).toList();
  }
}
