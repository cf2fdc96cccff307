package dev.atsharness.device.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.device.internal.Cause.Kind;
import dev.atsharness.device.internal.tls.NegotiatedSession;
import dev.atsharness.device.internal.tls.Refusal;
import dev.atsharness.device.internal.tls.Refusal.Side;
import dev.atsharness.device.internal.tls.Stage;
import dev.atsharness.device.internal.trust.ChainCertificate;
import dev.atsharness.device.internal.trust.HostName;
import dev.atsharness.device.internal.trust.PublicKey;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Finds out by further handshakes why a server and a client cannot connect. The first handshake
 * offers everything that the {@code lab} profile has. Then each part of the offer in turn is
 * replaced by what the client offers. If the server then refuses, this part is a cause, and the
 * part of the {@code lab} profile is used again; so the last handshake shows what the server
 * supports. There are at most {@value #MAX_CONNECTIONS} connections for one client. Two clients
 * share the handshakes with equal offers: a diagnosis remembers what a server did, and is for one
 * journey.
 *
 * <p>Thread-safe.
 */
public final class ServerDiagnosis {

  /**
   * The {@code lab} profile with and without TLS 1.3, plain HTTP, one handshake for each part of an
   * offer, one without GREASE, and one without extended master secret.
   */
  static final int MAX_CONNECTIONS = 12;

  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final ClientProfile lab;
  private final Connections connections;
  private final Map<Place, Attempts> known = new ConcurrentHashMap<>();

  /** A server for which handshakes were made. */
  private record Place(String host, InetSocketAddress address) {}

  /**
   * @param lab the profile that offers everything
   * @param timeout of one connection; at most {@code 5 s} are used
   */
  public ServerDiagnosis(ClientProfile lab, Duration timeout) {
    this(lab, Connections.of(timeout));
  }

  /**
   * @param lab the profile that offers everything
   * @param connections how to connect; each connection takes at most {@code 5 s}
   */
  public ServerDiagnosis(ClientProfile lab, Connections connections) {
    this.lab = OfferPart.withoutApplicationProtocols(lab);
    this.connections = connections.atMost(LONGEST);
  }

  /**
   * Finds out why the server and this client cannot connect.
   *
   * @param host of the URL: a DNS name or an address
   */
  public Diagnosis of(ClientProfile client, String host, InetSocketAddress address) {
    Attempts attempts = attempts(host, address);
    Attempt everything = attempts.handshake(lab);
    if (everything.agreed()) {
      return narrowed(attempts, everything, client);
    }
    Optional<Cause> protocol = otherProtocol(attempts, everything);
    if (protocol.isPresent()) {
      return Diagnosis.of(protocol.get());
    }
    if (everything.unreachable()) {
      return Diagnosis.unknown("a further handshake ended with: network " + everything.network());
    }
    Attempt older = attempts.handshake(OfferPart.withoutTls13(lab));
    return older.agreed()
        ? narrowed(attempts, older, OfferPart.withoutTls13(client))
        : Diagnosis.unknown(
            "if everything is offered: "
                + end(everything)
                + (end(older).equals(end(everything))
                    ? ""
                    : "; if everything but TLS 1.3 is offered: " + end(older)));
  }

  private Attempts attempts(String host, InetSocketAddress address) {
    return known.computeIfAbsent(
        new Place(host, address), at -> new Attempts(HostName.of(host), address, connections));
  }

  /** True if further handshakes can explain how a visit ended. */
  static boolean helps(DeviceVisit visit) {
    boolean explained =
        visit.connected() || !visit.violations().isEmpty() || !visit.trustFailures().isEmpty();
    boolean tls = "https".equalsIgnoreCase(visit.url().getScheme());
    boolean demandsIdentity = visit.ending().certificateDemanded();
    boolean silent = isSilent(visit.network());
    return tls && !explained && !demandsIdentity && !silent;
  }

  /** True if another attempt would show nothing more. */
  static boolean isSilent(Network network) {
    return switch (network) {
      case REFUSED, UNREACHABLE, UNRESOLVED, TIMEOUT, PROXY -> true;
      case OK, RESET, CLOSED -> false;
    };
  }

  /** Finds out whether the port of an {@code http} URL speaks TLS. */
  Diagnosis ofPlainUrl(String host, InetSocketAddress address) {
    Attempt attempt = attempts(host, address).handshake(lab);
    return attempt.negotiated().isPresent()
        ? Diagnosis.of(new Cause(Kind.HTTP_URL, "the URL says http, and the port speaks TLS"))
        : Diagnosis.none();
  }

  private Diagnosis narrowed(Attempts attempts, Attempt widest, ClientProfile client) {
    Set<OfferPart> obstacles = EnumSet.noneOf(OfferPart.class);
    Attempt last = widest;
    for (OfferPart part : OfferPart.values()) {
      if (part == OfferPart.FORM && obstacles.contains(OfferPart.VERSIONS)) {
        continue; // the form of a client of other versions
      }
      ClientProfile offer = part.copy(client, last.offer());
      Attempt narrower = offer.equals(last.offer()) ? last : attempts.handshake(offer);
      if (narrower.unreachable()) {
        return Diagnosis.unknown("a further handshake ended with: network " + narrower.network());
      }
      if (part == OfferPart.FORM && obstacles.isEmpty() && refusedByClient(narrower)) {
        return Diagnosis.unknown(
            "the server accepts the offer, and the client refuses what the server sends to a"
                + " ClientHello in the form of "
                + client.id()
                + ": "
                + end(narrower));
      }
      boolean byCurve = part == OfferPart.GROUPS && refusesCurve(narrower, client);
      if (narrower.agreed() && !byCurve) {
        last = narrower;
      } else {
        obstacles.add(part);
      }
    }
    if (!obstacles.isEmpty()) {
      List<Cause> causes = causes(obstacles, last, client);
      if (obstacles.contains(OfferPart.FORM)) {
        causes.add(form(attempts, last, client));
      }
      return new Diagnosis(causes, "");
    }
    Attempt seen = last;
    Optional<Cause> inspected = downgrade(seen).or(() -> masterSecret(attempts, seen));
    if (inspected.isPresent()) {
      return Diagnosis.of(inspected.get());
    }
    return widest.offer().offer().versions().contains(TlsVersion.TLS_1_3)
        ? Diagnosis.unknown(
            refusedByClient(last)
                ? "the server accepts the offer, and the client refuses what the server sends: "
                    + end(last)
                : "on a second try the server accepted what it had refused")
        : Diagnosis.of(onlyWithoutTls13(last));
  }

  private static boolean refusedByClient(Attempt attempt) {
    return attempt.refusal().filter(refusal -> refusal.by() == Side.CLIENT).isPresent();
  }

  /** The cause for a server that refuses the form of the client's ClientHello. */
  private static Cause form(Attempts attempts, Attempt seen, ClientProfile client) {
    ClientProfile formed = OfferPart.FORM.copy(client, seen.offer());
    return client.offer().hasGrease()
            && attempts.handshake(OfferPart.withoutGrease(formed)).agreed()
        ? new Cause(
            Kind.GREASE,
            "the server refuses a ClientHello with the reserved values of RFC 8701 (GREASE), which"
                + " it has to ignore, and accepts the same one without them")
        : new Cause(
            Kind.EXTENSIONS,
            "the server refuses a ClientHello with the extensions of "
                + client.id()
                + ", and accepts one with those alone that the offer needs");
  }

  private static Optional<Cause> downgrade(Attempt seen) {
    return seen.negotiated()
        .filter(NegotiatedSession::markedAsDowngrade)
        .filter(n -> seen.offer().offer().versions().contains(TlsVersion.TLS_1_3))
        .map(
            n ->
                new Cause(
                    Kind.DOWNGRADE,
                    "the server chooses "
                        + n.version()
                        + " and marks that as a downgrade: it has a newer version, and a client"
                        + " that offers TLS 1.3 refuses that (RFC 8446 section 4.1.3)"));
  }

  /** The cause for a server that fails at Finished with extended master secret alone. */
  private static Optional<Cause> masterSecret(Attempts attempts, Attempt seen) {
    boolean negotiated =
        seen.negotiated()
            .filter(n -> n.version() != TlsVersion.TLS_1_3 && n.extendedMasterSecret())
            .isPresent();
    if (!negotiated || seen.refusal().isEmpty() || seen.stage() != Stage.FINISHED) {
      return Optional.empty();
    }
    Attempt without = attempts.handshake(OfferPart.withoutExtendedMasterSecret(seen.offer()));
    return without.stage() == Stage.HTTP
        ? Optional.of(
            new Cause(
                Kind.MASTER_SECRET,
                "the server answers the extended master secret extension, and the handshake then"
                    + " fails at Finished ("
                    + end(seen)
                    + "); without the extension it succeeds"))
        : Optional.empty();
  }

  /**
   * The cause for a server that fails if TLS 1.3 is offered and negotiates TLS 1.2 if it is not.
   */
  private static Cause onlyWithoutTls13(Attempt seen) {
    return seen.negotiated()
        .flatMap(NegotiatedSession::handshakeSignature)
        .filter(scheme -> !scheme.signsTls13Handshakes())
        .map(
            scheme ->
                new Cause(
                    Kind.SIGNATURE_SCHEMES,
                    "the server signs the handshake with "
                        + scheme
                        + ", which TLS 1.3 does not allow, and fails if TLS 1.3 is offered"))
        .orElseGet(
            () ->
                new Cause(
                    Kind.TLS_1_3_OFFER,
                    "the server refuses a ClientHello that offers TLS 1.3, and accepts it"
                        + " without"));
  }

  /**
   * True if the client refuses the leaf's curve: before TLS 1.3, a client refuses a leaf on a curve
   * that it did not offer.
   */
  private static boolean refusesCurve(Attempt attempt, ClientProfile client) {
    boolean tls13 = attempt.negotiated().filter(n -> n.version() == TlsVersion.TLS_1_3).isPresent();
    return !tls13 && attempt.leaf().filter(leaf -> curveMissing(leaf.key(), client)).isPresent();
  }

  private static List<Cause> causes(Set<OfferPart> obstacles, Attempt seen, ClientProfile client) {
    List<Cause> causes = new ArrayList<>();
    Optional<PublicKey> key = seen.leaf().map(ChainCertificate::key);
    NegotiatedSession negotiated = seen.negotiated().orElseThrow();
    String as = client.id();
    if (obstacles.contains(OfferPart.VERSIONS)) {
      causes.add(
          new Cause(
              Kind.PROTOCOL_VERSIONS,
              "the server speaks "
                  + negotiated.version()
                  + " and none of "
                  + words(client.offer().versions())
                  + ", which "
                  + as
                  + " offers"));
    }
    // What a server supports for old versions shows nothing about what it supports for TLS 1.2.
    boolean old = negotiated.version().isBefore(TlsVersion.TLS_1_2);
    if (obstacles.contains(OfferPart.CIPHER_SUITES) && !old) {
      causes.add(
          new Cause(
              Kind.CIPHER_SUITES,
              "the server has "
                  + negotiated.cipherSuite()
                  + " and no cipher suite that "
                  + as
                  + " offers for the versions they share"));
    }
    boolean ofKey = key.filter(k -> unusable(k, negotiated, client)).isPresent();
    if (ofKey
        && (obstacles.contains(OfferPart.SIGNATURE_SCHEMES)
            || obstacles.contains(OfferPart.GROUPS))) {
      causes.add(
          new Cause(
              Kind.CERTIFICATE_KEY,
              "the certificate has "
                  + key.get().describe()
                  + ", which "
                  + as
                  + " does not offer to use"));
    }
    if (obstacles.contains(OfferPart.SIGNATURE_SCHEMES) && !ofKey && !old) {
      causes.add(
          new Cause(
              Kind.SIGNATURE_SCHEMES,
              "the server signs the handshake with "
                  + negotiated
                      .handshakeSignature()
                      .map(SignatureScheme::label)
                      .orElse("a scheme that is not known")
                  + " and with no scheme that "
                  + as
                  + " offers"));
    }
    boolean ofCurve = key.filter(k -> curveMissing(k, client)).isPresent();
    if (obstacles.contains(OfferPart.GROUPS) && !(ofCurve && groupOffered(seen, client))) {
      causes.add(
          new Cause(
              Kind.GROUPS,
              "the server supports the key exchange group "
                  + seen.group().orElse("(unknown)")
                  + " and no group that "
                  + as
                  + " offers"));
    }
    if (obstacles.contains(OfferPart.KEY_SHARES)) {
      causes.add(
          new Cause(
              Kind.LONG_CLIENT_HELLO,
              "the server refuses a ClientHello with the key shares "
                  + words(client.offer().keyShares())
                  + ", which is too long for one TCP segment, and accepts a shorter one"));
    }
    if (obstacles.contains(OfferPart.APPLICATION_PROTOCOLS)) {
      causes.add(
          new Cause(
              Kind.APPLICATION_PROTOCOLS,
              "the server refuses the ALPN protocols "
                  + words(client.offer().alpn())
                  + ", and accepts a ClientHello without ALPN"));
    }
    return causes;
  }

  private static String words(List<?> names) {
    return names.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /**
   * True if, in this version, the key fits none of the signature schemes that the client offers.
   */
  private static boolean unusable(
      PublicKey key, NegotiatedSession negotiated, ClientProfile client) {
    return switch (key.kind()) {
      case RSA -> false;
      case EC ->
          curveMissing(key, client)
              || (negotiated.version() == TlsVersion.TLS_1_3
                  && negotiated
                      .handshakeSignature()
                      .filter(client.offer().signatureSchemes()::contains)
                      .isEmpty());
      case RSA_PSS, EDDSA, OTHER -> true;
    };
  }

  private static boolean curveMissing(PublicKey key, ClientProfile client) {
    return key.kind() == PublicKey.Kind.EC
        && key.group().filter(client.offer().groups()::contains).isEmpty();
  }

  private static boolean groupOffered(Attempt seen, ClientProfile client) {
    List<String> offered = client.offer().groups().stream().map(NamedGroup::label).toList();
    return seen.group().filter(offered::contains).isPresent();
  }

  /**
   * Finds out which protocol the port speaks, if it is not TLS. Through a proxy this cannot be
   * told: the answer may be the proxy's.
   */
  private Optional<Cause> otherProtocol(Attempts attempts, Attempt attempt) {
    if (connections.proxy().isPresent()
        || attempt.negotiated().isPresent()
        || FirstBytes.isTls(attempt.firstBytes())) {
      return Optional.empty();
    }
    String first = attempt.firstBytes();
    if (FirstBytes.isHttp(first)
        || (!isSilent(attempt.network()) && servesHttp(attempts.plainHttp()))) {
      return Optional.of(
          new Cause(Kind.PLAIN_HTTP, "the port speaks HTTP without TLS, and the URL says https"));
    }
    return first.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Cause(
                Kind.OTHER_PROTOCOL,
                "the port does not answer in TLS; its answer begins with "
                    + FirstBytes.words(first)));
  }

  /**
   * True if the answer is plain HTTP. A TLS server may answer a client without TLS with HTTP status
   * 400; that does not count.
   */
  private static boolean servesHttp(String answer) {
    return FirstBytes.isHttp(answer) && !answer.matches("(?s)HTTP/1\\.[01] 400\\b.*");
  }

  private static String end(Attempt attempt) {
    return attempt.refusal().map(Refusal::reason).orElseGet(() -> "network " + attempt.network());
  }
}
