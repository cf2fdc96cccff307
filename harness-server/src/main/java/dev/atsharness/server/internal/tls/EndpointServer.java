package dev.atsharness.server.internal.tls;

import dev.atsharness.scenario.internal.Misbehaviour;
import dev.atsharness.scenario.internal.TlsSettings;
import dev.atsharness.scenario.internal.TlsSettings.CipherOrder;
import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.server.handshake.Negotiated;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.CipherSuite.KeyExchange;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Vector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatus;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsCredentialedSigner;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.KeyExchangeAlgorithm;
import org.bouncycastle.tls.NewSessionTicket;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedDecryptor;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsDHUtils;
import org.bouncycastle.tls.TlsECCUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.DHStandardGroups;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsDHConfig;
import org.bouncycastle.tls.crypto.TlsECConfig;
import org.bouncycastle.tls.crypto.TlsHash;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedDecryptor;

/**
 * The server side of one connection, negotiated exactly as the endpoint's settings specify. Every
 * choice is made here, from the decoded ClientHello; the library's preferences are not used.
 */
final class EndpointServer extends DefaultTlsServer {

  private static final int SESSION_ID_BYTES = 32;
  private static final int SSL2_CONNECTION_ID = 16;

  private static final Duration TICKET_LIFETIME = Duration.ofHours(2);

  /** The compression that Apple's clients offer (RFC 8879 section 7.3). */
  private static final int ZLIB = 1;

  private static final int COMPRESS_CERTIFICATE = 27;

  private final TlsSettings settings;
  private final List<Credentials> certificates;
  private final SessionCache sessions;
  private final ClientHello hello;
  private final ConnectionEvents events;

  private final Optional<DeliberateSuite> deliberateSuite;

  private boolean missesClientCertificate;
  private TlsVersion version;
  private CipherSuite suite;
  private Credentials credentials;
  private Optional<SignatureScheme> scheme = Optional.empty();
  private Optional<NamedGroup> group = Optional.empty();
  private Optional<byte[]> issuedTicket = Optional.empty();

  EndpointServer(
      TlsSettings settings,
      List<Credentials> certificates,
      SessionCache sessions,
      ClientHello hello,
      ConnectionEvents events) {
    super(certificates.get(0).crypto());
    this.settings = settings;
    this.certificates = certificates;
    this.sessions = sessions;
    this.hello = hello;
    this.events = events;
    this.deliberateSuite =
        settings
            .misbehaviour()
            .flatMap(
                fault ->
                    DeliberateSuite.of(
                        fault,
                        settings,
                        hello.offer().cipherSuites(),
                        certificates.get(0).isRsa(),
                        one -> TlsUtils.isSupportedCipherSuite(getCrypto(), one.code())));
  }

  /** The suite of a server whose fault is its suite. */
  Optional<DeliberateSuite> deliberateSuite() {
    return deliberateSuite;
  }

  boolean offersGroup(int group) {
    return hello.offer().groups().contains(group);
  }

  SubjectPublicKeyInfo publicKey() {
    return credentials.publicKey();
  }

  byte[] random(int length) {
    return context.getNonceGenerator().generateNonce(length);
  }

  /** The record with which a server of SSL 2.0 would answer. */
  byte[] ssl2ServerHello() throws IOException {
    return Ssl2ServerHello.record(
        credentials.chain(version).getCertificateAt(0).getEncoded(), random(SSL2_CONNECTION_ID));
  }

  /** Signs the parameters of a ServerKeyExchange of TLS 1.2 (RFC 8422 section 5.4). */
  byte[] signKeyExchange(byte[] parameters) throws IOException {
    var hellos = context.getSecurityParametersHandshake();
    TlsHash hash =
        getCrypto()
            .createHash(
                org.bouncycastle.tls.SignatureScheme.getCryptoHashAlgorithm(
                    scheme.orElseThrow().code()));
    for (byte[] part : List.of(hellos.getClientRandom(), hellos.getServerRandom(), parameters)) {
      hash.update(part, 0, part.length);
    }
    return signer().generateRawSignature(hash.calculateHash());
  }

  /** Notes a handshake message or data of the client. */
  void received(String message) {
    events.messageReceived(message);
  }

  /** The negotiated version; empty until it is chosen. */
  Optional<TlsVersion> version() {
    return Optional.ofNullable(version);
  }

  Optional<CipherSuite> suite() {
    return Optional.ofNullable(suite);
  }

  /** The selected application protocol (RFC 7301); empty if none was selected. */
  Optional<String> applicationProtocol() {
    return Optional.ofNullable(selectedProtocolName).map(ProtocolName::getUtf8Decoding);
  }

  /** Whether the client was refused for having no certificate. */
  boolean missesClientCertificate() {
    return missesClientCertificate;
  }

  // What is enabled

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return settings.versions().stream().map(EndpointServer::wire).toArray(ProtocolVersion[]::new);
  }

  private static ProtocolVersion wire(TlsVersion version) {
    return ProtocolVersion.get(version.code() >>> 8, version.code() & 0xff);
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return settings.versions().stream()
        .flatMap(enabled -> settings.cipherSuites(enabled).stream())
        .distinct()
        .mapToInt(CipherSuite::code)
        .toArray();
  }

  /**
   * The groups, those with a key share first, so that a HelloRetryRequest is sent only if no key
   * share matches.
   */
  @Override
  public int[] getSupportedGroups() {
    return settings.groups().stream()
        .sorted(Comparator.comparing(g -> !hello.offer().keyShareGroups().contains(g.code())))
        .mapToInt(NamedGroup::code)
        .toArray();
  }

  @Override
  public boolean preferLocalSupportedGroups() {
    return true;
  }

  /**
   * Whether the library answers the extension and computes the master secret accordingly. To answer
   * it and compute the other one, see {@link EndpointProtocol}.
   */
  @Override
  public boolean shouldUseExtendedMasterSecret() {
    return settings.extendedMasterSecret() && settings.extendedMasterSecretUsed();
  }

  @Override
  public boolean requiresExtendedMasterSecret() {
    return settings.extendedMasterSecretRequired();
  }

  @Override
  protected Vector<ProtocolName> getProtocolNames() {
    Vector<ProtocolName> names = new Vector<>();
    settings.alpn().forEach(name -> names.add(ProtocolName.asUtf8Encoding(name)));
    return names;
  }

  /** Whether an OCSP response may be announced: only if there is one (RFC 6066 section 8). */
  @Override
  protected boolean allowCertificateStatus() {
    return settings.ocspStapling();
  }

  @Override
  public CertificateStatus getCertificateStatus() {
    return credentials.certificateStatus();
  }

  @Override
  public boolean requiresCloseNotify() {
    return false;
  }

  // What is chosen

  /**
   * The supported versions; only the chosen one, if the server does not mark it as a downgrade (RFC
   * 8446 section 4.1.3). The library does so if it knows of newer versions.
   */
  @Override
  public ProtocolVersion[] getProtocolVersions() {
    return version == null || settings.marksDowngradeTo(version)
        ? super.getProtocolVersions()
        : new ProtocolVersion[] {wire(version)};
  }

  /**
   * Chooses the version. If the client lists its versions, the server's order decides; if it names
   * only its highest, it gets the best version up to that one (RFC 8446 section 4.2.1, RFC 5246
   * appendix E.1).
   */
  @Override
  public ProtocolVersion getServerVersion() throws IOException {
    ProtocolVersion[] offered = context.getClientSupportedVersions();
    boolean listed = settings.supportedVersions() && !hello.offer().supportedVersions().isEmpty();
    Stream<ProtocolVersion> common =
        Arrays.stream(getProtocolVersions()).filter(v -> ProtocolVersion.contains(offered, v));
    ProtocolVersion chosen =
        (listed ? common.findFirst() : common.max(Comparator.comparing(v -> v.getFullVersion())))
            .orElseThrow(
                () ->
                    new TlsFatalAlert(
                        AlertDescription.protocol_version, "no common protocol version"));
    version =
        settings.versions().stream()
            .filter(v -> v.code() == chosen.getFullVersion())
            .findFirst()
            .orElseThrow();
    return chosen;
  }

  @Override
  public int getSelectedCipherSuite() throws IOException {
    suite =
        candidates()
            .filter(this::usable)
            .findFirst()
            .orElseThrow(
                () ->
                    new TlsFatalAlert(
                        AlertDescription.handshake_failure,
                        "no common cipher suite, group and signature scheme"));
    Authentication authentication = authentication(suite).orElseThrow();
    credentials = authentication.credentials();
    scheme = authentication.scheme();
    group = groupFor(suite);
    selectedCipherSuite = suite.code();
    return selectedCipherSuite;
  }

  private Stream<CipherSuite> candidates() {
    if (deliberateSuite.isPresent()) {
      return deliberateSuite.stream().map(DeliberateSuite::computed);
    }
    List<CipherSuite> enabled = settings.cipherSuites(version);
    List<Integer> offered = hello.offer().cipherSuites();
    return settings.cipherOrder() == CipherOrder.SERVER
        ? enabled.stream().filter(s -> offered.contains(s.code()))
        : offered.stream().flatMap(code -> enabled.stream().filter(s -> s.code() == code).limit(1));
  }

  private boolean usable(CipherSuite candidate) {
    return TlsUtils.isSupportedCipherSuite(getCrypto(), candidate.code())
        && authentication(candidate).isPresent()
        && (!needsGroup(candidate) || ownDhGroup(candidate) || groupFor(candidate).isPresent());
  }

  /**
   * The certificate to present, and the scheme of the handshake signature, if the version names
   * one.
   */
  private record Authentication(Credentials credentials, Optional<SignatureScheme> scheme) {}

  /**
   * The certificate and scheme for a suite; empty if no certificate fits the suite and the schemes
   * that the client can verify.
   */
  private Optional<Authentication> authentication(CipherSuite candidate) {
    List<Credentials> fitting = certificates.stream().filter(c -> fits(c, candidate)).toList();
    if (!signs(candidate) || version.isBefore(TlsVersion.TLS_1_2)) {
      return fitting.stream().findFirst().map(c -> new Authentication(c, Optional.empty()));
    }
    TlsVersion rules = misusesScheme() ? TlsVersion.TLS_1_2 : version;
    return schemes()
        .flatMap(
            one ->
                fitting.stream()
                    .filter(c -> c.fits(one, rules))
                    .map(c -> new Authentication(c, Optional.of(one))))
        .findFirst();
  }

  private boolean fits(Credentials certificate, CipherSuite candidate) {
    return switch (candidate.keyExchange()) {
      case TLS13, ANON -> true;
      case RSA -> certificate.isPlainRsa();
      default ->
          candidate.authenticatesWithEcdsa()
              ? certificate.fitsEcdsaSuites(version)
              : candidate.authenticatesWithRsa() && certificate.isRsa();
    };
  }

  private static boolean signs(CipherSuite candidate) {
    return candidate.keyExchange() != KeyExchange.RSA
        && candidate.keyExchange() != KeyExchange.ANON;
  }

  /**
   * Whether this class has to find a group. In TLS 1.3 the library chooses it and refuses if there
   * is none.
   */
  private static boolean needsGroup(CipherSuite candidate) {
    return candidate.keyExchange() != KeyExchange.RSA
        && candidate.keyExchange() != KeyExchange.TLS13;
  }

  /** The possible schemes of the handshake signature, best first. */
  private Stream<SignatureScheme> schemes() {
    if (version == TlsVersion.TLS_1_2 && settings.handshakeSignature().isPresent()) {
      return settings.handshakeSignature().stream();
    }
    List<SignatureScheme> offered = offeredSchemes().toList();
    if (misusesScheme()) {
      return Stream.of(
              SignatureScheme.RSA_PKCS1_SHA1,
              SignatureScheme.RSA_PKCS1_SHA224,
              SignatureScheme.RSA_PKCS1_MD5)
          .filter(one -> !offered.contains(one));
    }
    List<SignatureScheme> preference = settings.handshakeSignaturePreference();
    return preference.isEmpty()
        ? offered.stream().sorted(Comparator.comparing(EndpointServer::isWeak))
        : preference.stream().filter(offered::contains);
  }

  private boolean misusesScheme() {
    return settings.misbehaves(Misbehaviour.SCHEME_NOT_OFFERED);
  }

  /**
   * The schemes that the client offers. Without the extension, a TLS 1.2 client accepts SHA-1 (RFC
   * 5246 section 7.4.1.4.1).
   */
  private Stream<SignatureScheme> offeredSchemes() {
    return hello.offer().signatureSchemes().isEmpty()
        ? Stream.of(SignatureScheme.RSA_PKCS1_SHA1, SignatureScheme.ECDSA_SHA1)
        : hello.offer().signatureSchemes().stream()
            .flatMap(c -> SignatureScheme.ofCode(c).stream());
  }

  /** The schemes of a client's certificate: all that are not weak and that both versions have. */
  @SuppressWarnings("JdkObsolete") // the library accepts only a Vector
  private static Vector<SignatureAndHashAlgorithm> clientSchemes() {
    return Arrays.stream(SignatureScheme.values())
        .filter(one -> !isWeak(one))
        .filter(one -> one != SignatureScheme.ECDSA_BRAINPOOLP256R1TLS13_SHA256)
        .map(SignatureScheme::code)
        .map(org.bouncycastle.tls.SignatureScheme::getSignatureAndHashAlgorithm)
        .collect(Collectors.toCollection(Vector::new));
  }

  private static boolean isWeak(SignatureScheme candidate) {
    return switch (candidate) {
      case RSA_PKCS1_MD5, RSA_PKCS1_SHA1, RSA_PKCS1_SHA224, ECDSA_SHA1, ECDSA_SHA224 -> true;
      default -> false;
    };
  }

  private boolean ownDhGroup(CipherSuite candidate) {
    return settings.dhGroup().isPresent() && needsFiniteField(candidate);
  }

  private static boolean needsFiniteField(CipherSuite candidate) {
    return candidate.keyExchange() == KeyExchange.DHE
        || candidate.name().startsWith("TLS_DH_anon_");
  }

  private Optional<NamedGroup> groupFor(CipherSuite candidate) {
    if (ownDhGroup(candidate)) {
      return Optional.empty(); // it has no code point
    }
    return switch (candidate.keyExchange()) {
      case ECDHE -> ecGroup();
      case DHE -> ffGroup();
      case ANON -> needsFiniteField(candidate) ? ffGroup() : ecGroup();
      default -> Optional.empty();
    };
  }

  /**
   * The elliptic curve group. A client that lists no groups accepts any curve (RFC 8422 section 4).
   */
  private Optional<NamedGroup> ecGroup() {
    if (settings.keyExchangeGroup().isPresent()) {
      return settings.keyExchangeGroup();
    }
    ProtocolVersion wire = context.getServerVersion();
    return settings.groups().stream()
        .filter(g -> !isFiniteField(g.code()))
        .filter(g -> org.bouncycastle.tls.NamedGroup.canBeNegotiated(g.code(), wire))
        .filter(g -> hello.offer().groups().isEmpty() || hello.offer().groups().contains(g.code()))
        .findFirst();
  }

  /**
   * The finite-field group. A client that lists no FFDHE groups accepts any (RFC 7919 section 4).
   * If the settings list none, it is ffdhe2048, so that a DHE suite alone makes a DHE endpoint.
   */
  private Optional<NamedGroup> ffGroup() {
    boolean clientLists = hello.offer().groups().stream().anyMatch(EndpointServer::isFiniteField);
    List<NamedGroup> enabled =
        settings.groups().stream().filter(g -> isFiniteField(g.code())).toList();
    return (enabled.isEmpty() ? List.of(NamedGroup.FFDHE2048) : enabled)
        .stream()
            .filter(g -> !clientLists || hello.offer().groups().contains(g.code()))
            .findFirst();
  }

  private static boolean isFiniteField(int group) {
    return group >>> 8 == 1;
  }

  @Override
  public TlsECConfig getECDHConfig() throws IOException {
    return TlsECCUtils.createNamedECConfig(context, group.orElseThrow().code());
  }

  @Override
  public TlsDHConfig getDHConfig() throws IOException {
    if (settings.dhGroup().isPresent()) {
      return new TlsDHConfig(
          switch (settings.dhGroup().get()) {
            case MODP1024 -> DHStandardGroups.rfc2409_1024;
            case MODP2048 -> DHStandardGroups.rfc3526_2048;
          });
    }
    return TlsDHUtils.createNamedDHConfig(context, group.orElseThrow().code());
  }

  @Override
  public TlsCredentials getCredentials() throws IOException {
    return switch (context.getSecurityParametersHandshake().getKeyExchangeAlgorithm()) {
      case KeyExchangeAlgorithm.RSA -> getRSAEncryptionCredentials();
      case KeyExchangeAlgorithm.DH_anon, KeyExchangeAlgorithm.ECDH_anon -> null;
      default -> signer();
    };
  }

  @Override
  protected TlsCredentialedDecryptor getRSAEncryptionCredentials() {
    return new BcDefaultTlsCredentialedDecryptor(
        credentials.crypto(), credentials.chain(version), credentials.rsaKey());
  }

  private Certificate chain() throws IOException {
    Certificate chain =
        version == TlsVersion.TLS_1_3 && settings.ocspStapling() && certificateStatusRequest != null
            ? credentials.stapledTls13Chain()
            : credentials.chain(version);
    return version == TlsVersion.TLS_1_3 && settings.certificateCompression() && acceptsZlib()
        ? new CompressedCertificate(chain)
        : chain;
  }

  /** Whether the client can decompress a certificate: a list of algorithms of two bytes each. */
  private boolean acceptsZlib() {
    byte[] list = extension(COMPRESS_CERTIFICATE).orElse(new byte[0]);
    return IntStream.iterate(1, i -> i + 1 < list.length, i -> i + 2)
        .anyMatch(i -> list[i] == 0 && list[i + 1] == ZLIB);
  }

  /** The body of a ClientHello's extension. */
  private Optional<byte[]> extension(int type) {
    return hello.raw().extensions().stream()
        .filter(extension -> extension.type() == type)
        .map(extension -> HexFormat.of().parseHex(extension.data()))
        .findFirst();
  }

  private TlsCredentialedSigner signer() throws IOException {
    return new DefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        scheme.map(credentials::signer).orElseGet(credentials::legacySigner),
        chain(),
        scheme
            .map(s -> org.bouncycastle.tls.SignatureScheme.getSignatureAndHashAlgorithm(s.code()))
            .orElse(null));
  }

  @Override
  public CertificateRequest getCertificateRequest() throws IOException {
    boolean asks =
        context.getSecurityParametersHandshake().isRenegotiating()
            ? settings.clientCertificateByRenegotiation()
            : settings.clientCertificate();
    if (!asks) {
      return null;
    }
    Vector<SignatureAndHashAlgorithm> schemes = clientSchemes();
    return version == TlsVersion.TLS_1_3
        ? new CertificateRequest(TlsUtils.EMPTY_BYTES, schemes, null, null)
        : new CertificateRequest(
            new short[] {ClientCertificateType.rsa_sign, ClientCertificateType.ecdsa_sign},
            version == TlsVersion.TLS_1_2 ? schemes : null,
            null);
  }

  /**
   * Refuses a client without a certificate. Any certificate is accepted, if the client has its key.
   */
  @Override
  public void notifyClientCertificate(Certificate certificate) throws IOException {
    if (certificate.isEmpty()) {
      missesClientCertificate = true;
      throw new TlsFatalAlert(
          version == TlsVersion.TLS_1_3
              ? AlertDescription.certificate_required
              : AlertDescription.handshake_failure,
          "the client has no certificate");
    }
  }

  // Resumption, before TLS 1.3 only: the library does not resume sessions of TLS 1.3

  @Override
  public byte[] getNewSessionID() {
    return settings.resumption().byId()
        ? context.getNonceGenerator().generateNonce(SESSION_ID_BYTES)
        : null;
  }

  @Override
  public TlsSession getSessionToResume(byte[] sessionId) {
    if (sessionId == null) {
      return null;
    }
    TlsSession session =
        settings.resumption().byId() ? sessions.find(sessionId) : sessionOfTicket(sessionId);
    return session != null && offersSuiteOf(session) ? session : null;
  }

  /**
   * Whether the ClientHello has the session's suite, as RFC 5246 section 7.4.1.2 requires of one
   * that resumes. A client without it gets a full handshake.
   */
  private boolean offersSuiteOf(TlsSession session) {
    return hello
        .offer()
        .cipherSuites()
        .contains(session.exportSessionParameters().getCipherSuite());
  }

  /**
   * The session of the client's ticket. A server that accepts a ticket answers with the client's
   * session id (RFC 5077 section 3.4); to a client that sends none, the library cannot show it.
   */
  private TlsSession sessionOfTicket(byte[] sessionId) {
    return settings.resumption().byTicket() && sessionId.length > 0
        ? extension(ExtensionType.session_ticket)
            .map(sessions::find)
            .map(found -> TlsUtils.importSession(sessionId, found.exportSessionParameters()))
            .orElse(null)
        : null;
  }

  /** The ticket of a session whose handshake is about to end. */
  @Override
  public NewSessionTicket getNewSessionTicket() {
    byte[] ticket = context.getNonceGenerator().generateNonce(SESSION_ID_BYTES);
    issuedTicket = Optional.of(ticket);
    return new NewSessionTicket(TICKET_LIFETIME.toSeconds(), ticket);
  }

  /** Allows resuming sessions made without extended master secret (RFC 7627). */
  @Override
  public boolean allowLegacyResumption() {
    return true;
  }

  // What happens

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // the library's API uses the raw Hashtable
  public void getServerExtensionsForConnection(Hashtable extensions) throws IOException {
    super.getServerExtensionsForConnection(extensions);
    boolean tls13 = version == TlsVersion.TLS_1_3;
    var parameters = context.getSecurityParametersHandshake();
    if (parameters.isResumedSession()) {
      suite = CipherSuite.ofCode(parameters.getCipherSuite());
      extensions.remove(ExtensionType.session_ticket); // it would announce another ticket
    } else if (settings.resumption().byTicket()
        && extension(ExtensionType.session_ticket).isPresent()) {
      extensions.put(ExtensionType.session_ticket, TlsUtils.EMPTY_BYTES);
    }
    if (parameters.isRenegotiating()) {
      return;
    }
    events.negotiated(
        new Negotiated(
            version,
            deliberateSuite.map(DeliberateSuite::named).orElse(suite),
            parameters.isResumedSession(),
            tls13 || parameters.isExtendedMasterSecret() || answersWithOtherSecret(),
            scheme,
            tls13 ? NamedGroup.ofCode(parameters.getNegotiatedGroup()) : group,
            applicationProtocol()));
  }

  /** Whether the answer to the extension is not followed by the master secret that it announces. */
  private boolean answersWithOtherSecret() {
    return settings.extendedMasterSecret()
        && !settings.extendedMasterSecretUsed()
        && hello.extendedMasterSecret();
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    if (context.getSecurityParametersConnection().isRenegotiating()) {
      return;
    }
    TlsSession session = context.getSession();
    if (settings.resumption().byId() && session.isResumable()) {
      sessions.add(session.getSessionID(), session);
    }
    issuedTicket.ifPresent(ticket -> sessions.add(ticket, session));
    events.handshakeFinished();
  }

  /**
   * Accepts clients without renegotiation_info: some scanners do not send it, and the library would
   * refuse them.
   */
  @Override
  public void notifySecureRenegotiation(boolean secureRenegotiation) {}

  @Override
  public void notifyAlertRaised(short level, short description, String message, Throwable cause) {
    String reason = cause == null ? message : cause.getMessage();
    events.alertSent(level, description, Objects.toString(reason, ""));
  }

  @Override
  public void notifyAlertReceived(short level, short description) {
    events.alertReceived(level & 0xff, description & 0xff);
  }
}
