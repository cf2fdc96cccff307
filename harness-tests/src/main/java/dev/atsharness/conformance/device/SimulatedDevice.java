package dev.atsharness.conformance.device;

import dev.atsharness.ats.AtsPolicy;
import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Policy;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.device.tls.DeviceSession;
import dev.atsharness.conformance.device.tls.DeviceTls;
import dev.atsharness.conformance.device.tls.HandshakeJudge;
import dev.atsharness.conformance.device.tls.Negotiated;
import dev.atsharness.conformance.device.tls.Refusal;
import dev.atsharness.conformance.device.tls.Refusal.Side;
import dev.atsharness.conformance.device.tls.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A stand-in for an Apple device: connects with what a client profile offers, evaluates trust and
 * ATS as Apple documents, and writes the log lines of a system process.
 *
 * <p>It shares a TLS library with the harness's server, so what it sees is no proof of a fact.
 * Immutable; one device may make many visits at once.
 */
public final class SimulatedDevice {

  private static final int MAX_HOPS = 4;

  private final ClientProfile profile;
  private final TrustEvaluation trust;
  private final LogWriter logWriter;
  private final Duration timeout;

  /**
   * @param profile what it offers and which policy it applies
   * @param anchors the certificates installed on it
   * @param clock its time, for validity and log lines
   * @param timeout how long one connection may take in all, from connect to the response
   */
  public SimulatedDevice(
      ClientProfile profile, TrustAnchors anchors, Clock clock, Duration timeout) {
    this(profile, anchors, clock, timeout, new CertificateMemory());
  }

  /**
   * @param profile what it offers and which policy it applies
   * @param anchors the certificates installed on it
   * @param clock its time, for validity and log lines
   * @param timeout how long one connection may take in all, from connect to the response
   * @param memory of certificates; devices may share one
   */
  public SimulatedDevice(
      ClientProfile profile,
      TrustAnchors anchors,
      Clock clock,
      Duration timeout,
      CertificateMemory memory) {
    this.profile = profile;
    this.trust = new TrustEvaluation(anchors, clock, memory);
    this.logWriter = new LogWriter(clock, profile.release(), profile.process());
    this.timeout = timeout;
  }

  /** Whether a URL's host is a name to which a device never applies ATS. */
  public static boolean isLocal(String host) {
    return HostName.of(host).isLocal();
  }

  /** Visits a URL over a connection to which ATS applies. */
  public DeviceVisit visit(URI url, InetSocketAddress connectTo) {
    return visit(url, connectTo, true);
  }

  /**
   * Visits a URL: one handshake and one GET request. Where the server lets a session be resumed,
   * the same again over a connection that resumes it, and the visit ends as that one does. Where
   * the answer leads on, by a redirect or by the URL in a manifest, a profile or an answer of
   * service discovery, that is visited too, at most {@value #MAX_HOPS} URLs in all; one on another
   * host is left alone, for its address is not known. Where HTTP/2 is negotiated the request is
   * left out. ATS never applies to {@code .local} and unqualified names.
   *
   * @param url {@code https} or {@code http} with a host
   * @param connectTo the address to connect to, instead of resolving the host
   * @param atsApplies false for connections that Apple exempts: SCEP and content caching
   * @throws IllegalArgumentException if the URL has another scheme or no host
   */
  public DeviceVisit visit(URI url, InetSocketAddress connectTo, boolean atsApplies) {
    Hop hop = hop(url, connectTo, atsApplies);
    DeviceVisit visit = hop.visit;
    for (int hops = 1; hops < MAX_HOPS && hop.next.isPresent(); hops++) {
      URI next = hop.next.get();
      hop = hop(next, new InetSocketAddress(connectTo.getAddress(), port(next)), atsApplies);
      visit = visit.followedBy(hop.visit);
    }
    return visit;
  }

  /** One connection of a visit, and the URL on the same host that it led to. */
  private record Hop(DeviceVisit visit, Optional<URI> next) {}

  private static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
  }

  private Hop hop(URI url, InetSocketAddress connectTo, boolean atsApplies) {
    if (url.getScheme() == null || url.getHost() == null) {
      throw new IllegalArgumentException("not an absolute URL with a host: " + url);
    }
    HostName host = HostName.of(url.getHost());
    boolean applies = atsApplies && !host.isLocal() && profile.policy() != Policy.NONE;
    return switch (url.getScheme().toLowerCase(Locale.ROOT)) {
      case "https" -> visitTls(url, host, connectTo, applies);
      case "http" -> visitPlain(url, host, connectTo, applies);
      default -> throw new IllegalArgumentException("neither https nor http: " + url);
    };
  }

  /** How a connection ended. */
  private record Ending(
      Network network,
      boolean connected,
      Optional<Refusal> refusal,
      HttpExchange.Reply reply,
      Optional<DeviceSession> session) {

    private static final HttpExchange.Reply NO_REPLY =
        new HttpExchange.Reply(OptionalInt.empty(), Optional.empty());

    static Ending answered(
        Network network, HttpExchange.Reply reply, Optional<DeviceSession> session) {
      return new Ending(network, true, Optional.empty(), reply, session);
    }

    static Ending refused(Refusal refusal) {
      return new Ending(Network.OK, false, Optional.of(refusal), NO_REPLY, Optional.empty());
    }

    /** Without a better explanation, a failed write is a reset. */
    static Ending lost(Network network, boolean connected) {
      return new Ending(
          network == Network.OK ? Network.RESET : network,
          connected,
          Optional.empty(),
          NO_REPLY,
          Optional.empty());
    }
  }

  /** Of a resumed session everything was judged when it was made. */
  private static final class NoObjections implements HandshakeJudge {

    @Override
    public Optional<Objection> atServerHello(Negotiated negotiated) {
      return Optional.empty();
    }

    @Override
    public Optional<Objection> atCertificate(Negotiated negotiated, List<byte[]> chain) {
      return Optional.empty();
    }

    @Override
    public Optional<Objection> atFinished(Negotiated negotiated) {
      return Optional.empty();
    }
  }

  private static Hop hop(DeviceVisit visit, Ending ending) {
    String host = visit.url().getHost();
    return new Hop(visit, ending.reply.next().filter(url -> url.getHost().equalsIgnoreCase(host)));
  }

  private Hop visitTls(URI url, HostName host, InetSocketAddress connectTo, boolean atsApplies) {
    VisitJudge judge = new VisitJudge(profile, atsApplies, trust, host);
    Ending ending = talkTls(url, host, connectTo, Optional.empty(), judge);
    if (ending.session.isPresent()) {
      ending = talkTls(url, host, connectTo, ending.session, new NoObjections());
    }
    DeviceVisit visit =
        new DeviceVisit(
            url,
            profile.id(),
            ending.network,
            ending.connected,
            ending.refusal,
            judge.facts(),
            judge.trustFailures(),
            judge.violations(),
            log(judge.violations(), host),
            ending.reply.status());
    return hop(visit, ending);
  }

  private Ending talkTls(
      URI url,
      HostName host,
      InetSocketAddress connectTo,
      Optional<DeviceSession> earlier,
      HandshakeJudge judge) {
    try (Wire wire = new Wire(timeout)) {
      return talkTls(url, host, connectTo, wire, earlier, judge);
    }
  }

  private Ending talkTls(
      URI url,
      HostName host,
      InetSocketAddress connectTo,
      Wire wire,
      Optional<DeviceSession> earlier,
      HandshakeJudge judge) {
    Optional<String> serverName = host.isAddress() ? Optional.empty() : Optional.of(host.name());
    DeviceTls tls;
    try {
      wire.connect(connectTo);
      tls = new DeviceTls(wire.input(), wire.output(), profile, serverName, earlier, judge);
    } catch (IOException e) {
      return Ending.lost(wire.network(), false);
    }
    boolean connected = false;
    try {
      tls.handshake();
      connected = true;
      HttpExchange.Reply reply =
          tls.applicationProtocol().filter("h2"::equals).isPresent()
              ? Ending.NO_REPLY
              : HttpExchange.get(url, tls.input(), tls.output());
      Ending ending = Ending.answered(wire.network(), reply, tls.session());
      tls.close();
      return ending;
    } catch (IOException e) {
      Optional<Refusal> refusal = tls.refusal(e);
      boolean byServer = refusal.filter(r -> r.by() == Side.SERVER).isPresent();
      return refusal.isPresent() && (byServer || wire.network() == Network.OK)
          ? Ending.refused(refusal.get())
          : Ending.lost(wire.network(), connected);
    }
  }

  private Hop visitPlain(URI url, HostName host, InetSocketAddress connectTo, boolean atsApplies) {
    List<DetectedViolation> violations = atsApplies ? AtsPolicy.violationsOfPlaintext() : List.of();
    Ending ending;
    if (atsApplies && profile.refuses(Violation.TLS_NOT_USED)) {
      ending =
          Ending.refused(
              new Refusal(
                  Side.CLIENT, Stage.CONNECT, Optional.empty(), "the profile requires https"));
    } else {
      try (Wire wire = new Wire(timeout)) {
        ending = talkPlain(url, connectTo, wire);
      }
    }
    DeviceVisit visit =
        new DeviceVisit(
            url,
            profile.id(),
            ending.network,
            ending.connected,
            ending.refusal,
            Optional.empty(),
            List.of(),
            violations,
            log(violations, host),
            ending.reply.status());
    return hop(visit, ending);
  }

  private static Ending talkPlain(URI url, InetSocketAddress connectTo, Wire wire) {
    boolean connected = false;
    try {
      wire.connect(connectTo);
      connected = true;
      HttpExchange.Reply reply = HttpExchange.get(url, wire.input(), wire.output());
      return Ending.answered(wire.network(), reply, Optional.empty());
    } catch (IOException e) {
      return Ending.lost(wire.network(), connected);
    }
  }

  private List<LogEvent> log(List<DetectedViolation> violations, HostName host) {
    return profile.logs()
        ? violations.stream().map(v -> logWriter.event(v, host.name())).toList()
        : List.of();
  }
}
