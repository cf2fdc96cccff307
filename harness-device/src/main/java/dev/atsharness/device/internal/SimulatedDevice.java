package dev.atsharness.device.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Policy;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.AtsPolicy;
import dev.atsharness.device.internal.http.Http1Exchange;
import dev.atsharness.device.internal.http.Http2Exchange;
import dev.atsharness.device.internal.http.HttpReply;
import dev.atsharness.device.internal.tls.ClientIdentity;
import dev.atsharness.device.internal.tls.DeviceSession;
import dev.atsharness.device.internal.tls.DeviceTls;
import dev.atsharness.device.internal.tls.HandshakePolicy;
import dev.atsharness.device.internal.tls.NegotiatedSession;
import dev.atsharness.device.internal.tls.Refusal;
import dev.atsharness.device.internal.tls.Refusal.Side;
import dev.atsharness.device.internal.tls.Stage;
import dev.atsharness.device.internal.trust.CertificateMemory;
import dev.atsharness.device.internal.trust.ChainCertificate;
import dev.atsharness.device.internal.trust.HostName;
import dev.atsharness.device.internal.trust.TrustAnchors;
import dev.atsharness.device.internal.trust.TrustEvaluation;
import dev.atsharness.log.LogEvent;
import dev.atsharness.log.LogWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Simulates an Apple device: connects with what a client profile offers, evaluates trust and ATS as
 * Apple documents them, and writes the log lines of a system process.
 *
 * <p>It shares a TLS library with the harness's server, so what it sees does not prove a fact.
 * Immutable; one device may make many visits at once.
 */
public final class SimulatedDevice {

  private final ClientProfile profile;
  private final TrustEvaluation trust;
  private final LogWriter logWriter;
  private final Connections connections;
  private final Optional<ClientIdentity> identity;
  private final Optional<RevocationLookup> revocation;
  private final Optional<ServerDiagnosis> diagnosis;

  /**
   * @param profile what it offers and which policy it applies
   * @param anchors the certificates installed on it
   * @param clock the clock for certificate validity and log lines
   * @param timeout how long one connection may take in total, from connect to the response
   */
  public SimulatedDevice(
      ClientProfile profile, TrustAnchors anchors, Clock clock, Duration timeout) {
    this(profile, anchors, clock, timeout, new CertificateMemory());
  }

  /**
   * @param profile what it offers and which policy it applies
   * @param anchors the certificates installed on it
   * @param clock the clock for certificate validity and log lines
   * @param timeout how long one connection may take in total, from connect to the response
   * @param memory cache of certificates; devices may share one
   */
  public SimulatedDevice(
      ClientProfile profile,
      TrustAnchors anchors,
      Clock clock,
      Duration timeout,
      CertificateMemory memory) {
    this(
        profile,
        new TrustEvaluation(anchors, clock, memory),
        new LogWriter(clock, profile.release(), profile.process()),
        Connections.of(timeout),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private SimulatedDevice(
      ClientProfile profile,
      TrustEvaluation trust,
      LogWriter logWriter,
      Connections connections,
      Optional<ClientIdentity> identity,
      Optional<RevocationLookup> revocation,
      Optional<ServerDiagnosis> diagnosis) {
    this.profile = profile;
    this.trust = trust;
    this.logWriter = logWriter;
    this.connections = connections;
    this.identity = identity;
    this.revocation = revocation;
    this.diagnosis = diagnosis;
  }

  /**
   * Returns a copy of this device that presents this identity to servers that ask for a client
   * certificate.
   */
  public SimulatedDevice withIdentity(ClientIdentity shown) {
    return new SimulatedDevice(
        profile, trust, logWriter, connections, Optional.of(shown), revocation, diagnosis);
  }

  /**
   * Returns a copy of this device that connects in this way. What it looks up and diagnoses besides
   * has its own connections.
   */
  public SimulatedDevice over(Connections others) {
    return new SimulatedDevice(profile, trust, logWriter, others, identity, revocation, diagnosis);
  }

  /**
   * Returns a copy of this device that also looks up whether a trusted certificate is revoked. A
   * revoked certificate only raises a doubt, because it is not known whether devices look it up.
   */
  public SimulatedDevice askingForRevocation(AddressBook addresses) {
    Optional<RevocationLookup> lookup = Optional.of(new RevocationLookup(addresses, connections));
    return new SimulatedDevice(profile, trust, logWriter, connections, identity, lookup, diagnosis);
  }

  /** Returns a copy of this device that also finds out why it cannot connect to a server. */
  public SimulatedDevice diagnosing(ServerDiagnosis finder) {
    return new SimulatedDevice(
        profile, trust, logWriter, connections, identity, revocation, Optional.of(finder));
  }

  /** Id of the profile with which it connects. */
  public String profile() {
    return profile.id();
  }

  /** True if a URL's host is a name to which a device never applies ATS. */
  public static boolean isLocal(String host) {
    return HostName.of(host).isLocal();
  }

  /** Visits a URL over a connection to which ATS applies. */
  public DeviceVisit visit(URI url, InetSocketAddress connectTo) {
    return visit(url, connectTo, true);
  }

  /**
   * Visits a URL: one handshake and one GET request. If the server allows session resumption, the
   * visit repeats both over a second connection that resumes the session, and ends as that one
   * does. The visit does not follow URLs in the reply; the probe does. ATS never applies to {@code
   * .local} and unqualified names.
   *
   * @param url {@code https} or {@code http} with a host
   * @param connectTo the address to connect to, instead of resolving the host
   * @param atsApplies false for connections that Apple exempts: SCEP and content caching
   * @throws IllegalArgumentException if the URL has another scheme or no host
   */
  public DeviceVisit visit(URI url, InetSocketAddress connectTo, boolean atsApplies) {
    if (url.getScheme() == null || url.getHost() == null) {
      throw new IllegalArgumentException("not an absolute URL with a host: " + url);
    }
    HostName host = HostName.of(url.getHost());
    boolean applies =
        atsApplies && !host.isLocal() && profile.enforcement().policy() != Policy.NONE;
    return switch (url.getScheme().toLowerCase(Locale.ROOT)) {
      case "https" -> visitTls(url, host, connectTo, applies);
      case "http" -> visitPlain(url, host, connectTo, applies);
      default -> throw new IllegalArgumentException("neither https nor http: " + url);
    };
  }

  /** The policy for a resumed session, which was judged completely when it was established. */
  private static final class NoObjections implements HandshakePolicy {

    @Override
    public Optional<Objection> atServerHello(NegotiatedSession negotiated) {
      return Optional.empty();
    }

    @Override
    public Optional<Objection> atCertificate(NegotiatedSession negotiated, List<byte[]> chain) {
      return Optional.empty();
    }

    @Override
    public Optional<Objection> atFinished(NegotiatedSession negotiated) {
      return Optional.empty();
    }
  }

  /**
   * How a connection ended, whether the server asked to renegotiate, and the session that a second
   * connection may resume.
   */
  private record Talk(Ending ending, boolean renegotiation, Optional<DeviceSession> session) {

    Talk(Ending ending, boolean renegotiation) {
      this(ending, renegotiation, Optional.empty());
    }
  }

  private DeviceVisit visitTls(
      URI url, HostName host, InetSocketAddress connectTo, boolean atsApplies) {
    ConnectionPolicyCheck judge = new ConnectionPolicyCheck(profile, atsApplies, trust, host);
    Talk talk = talkTls(url, host, connectTo, Optional.empty(), judge);
    List<Doubt> doubts = new ArrayList<>(judge.doubts());
    if (talk.renegotiation) {
      doubts.add(Uncertainty.ofRenegotiation());
    }
    if (talk.session.isPresent()) {
      talk = talkTls(url, host, connectTo, talk.session, new NoObjections());
      talk.ending
          .refusal()
          .map(Refusal::reason)
          .map(Uncertainty::ofResumption)
          .ifPresent(doubts::add);
    }
    if (profile.enforcement().verifiesTrust()) {
      revocation
          .flatMap(
              lookup ->
                  judge.issuer().flatMap(issuer -> lookup.revoked(judge.chain().get(0), issuer)))
          .map(Uncertainty::ofRevocation)
          .ifPresent(doubts::add);
    }
    DeviceVisit visit =
        new DeviceVisit(
            url,
            profile.id(),
            talk.ending,
            judge.facts(),
            judge.trustFailures(),
            judge.violations(),
            log(judge.violations(), host),
            new Circumstances(
                atsApplies, seen(judge.chain()), doubts, Diagnosis.none(), identity.isPresent()));
    return diagnosis
        .filter(finder -> doubts.isEmpty() && ServerDiagnosis.helps(visit))
        .map(finder -> finder.of(profile, url.getHost(), connectTo))
        .map(found -> visit.with(visit.circumstances().with(found)))
        .orElse(visit);
  }

  private Talk talkTls(
      URI url,
      HostName host,
      InetSocketAddress connectTo,
      Optional<DeviceSession> earlier,
      HandshakePolicy judge) {
    try (RecordedSocket wire = connections.open()) {
      return talkTls(url, host, connectTo, wire, earlier, judge);
    }
  }

  private Talk talkTls(
      URI url,
      HostName host,
      InetSocketAddress connectTo,
      RecordedSocket wire,
      Optional<DeviceSession> earlier,
      HandshakePolicy judge) {
    Optional<String> serverName = host.isAddress() ? Optional.empty() : Optional.of(host.name());
    DeviceTls tls;
    try {
      wire.connect(connectTo);
      tls =
          new DeviceTls(
              wire.tlsInput(), wire.output(), profile, serverName, earlier, judge, identity);
    } catch (IOException e) {
      return new Talk(Ending.lost(wire, false, false), false);
    }
    boolean connected = false;
    HttpReply reply;
    try {
      tls.handshake();
      connected = true;
      reply =
          tls.applicationProtocol().filter(Http2Exchange.ALPN::equals).isPresent()
              ? Http2Exchange.get(url, tls.input(), tls.output())
              : Http1Exchange.get(url, tls.input(), tls.output());
    } catch (IOException e) {
      Optional<Refusal> refusal = tls.refusal(e);
      boolean byServer = refusal.filter(r -> r.by() == Side.SERVER).isPresent();
      return new Talk(
          refusal.isPresent() && (byServer || wire.network() == Network.OK)
              ? Ending.refused(refusal.get(), tls.certificateRequested())
              : Ending.lost(wire, connected, tls.certificateRequested()),
          tls.renegotiationRequested());
    }
    Optional<DeviceSession> session = tls.session();
    tls.close();
    return new Talk(
        Ending.answered(reply, tls.certificateRequested()), tls.renegotiationRequested(), session);
  }

  private DeviceVisit visitPlain(
      URI url, HostName host, InetSocketAddress connectTo, boolean atsApplies) {
    List<DetectedViolation> violations = atsApplies ? AtsPolicy.violationsOfPlaintext() : List.of();
    Ending ending;
    if (atsApplies && profile.enforcement().refuses(Violation.TLS_NOT_USED)) {
      ending =
          Ending.refused(
              new Refusal(
                  Side.CLIENT, Stage.CONNECT, Optional.empty(), "the client requires https"),
              false);
    } else {
      try (RecordedSocket wire = connections.open()) {
        ending = talkPlain(url, connectTo, wire);
      }
    }
    List<Doubt> doubts = Uncertainty.ofAddress(host, violations);
    Diagnosis found =
        violations.isEmpty() || !doubts.isEmpty()
            ? Diagnosis.none()
            : diagnosis
                .map(finder -> finder.ofPlainUrl(url.getHost(), connectTo))
                .orElse(Diagnosis.none());
    return new DeviceVisit(
        url,
        profile.id(),
        ending,
        Optional.empty(),
        List.of(),
        violations,
        log(violations, host),
        new Circumstances(atsApplies, List.of(), doubts, found, identity.isPresent()));
  }

  private static Ending talkPlain(URI url, InetSocketAddress connectTo, RecordedSocket wire) {
    boolean connected = false;
    try {
      wire.connect(connectTo);
      connected = true;
      return Ending.answered(Http1Exchange.get(url, wire.input(), wire.output()), false);
    } catch (IOException e) {
      return Ending.lost(wire, connected, false);
    }
  }

  private static List<SeenCertificate> seen(List<ChainCertificate> chain) {
    return chain.stream().map(SeenCertificate::of).toList();
  }

  private List<LogEvent> log(List<DetectedViolation> violations, HostName host) {
    return profile.enforcement().logs()
        ? violations.stream().map(v -> logWriter.event(v, host.name())).toList()
        : List.of();
  }
}
