package dev.atsharness.device.internal.tls;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.HelloForm;
import dev.atsharness.device.internal.tls.HandshakePolicy.Objection;
import dev.atsharness.tls.Alert;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Vector;
import java.util.stream.Collectors;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatus;
import org.bouncycastle.tls.CertificateStatusType;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsDHGroupVerifier;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * A TLS client that offers what the profile says, in its order, except what the library does not
 * support (RC4), and never a session ticket or a pre-shared key. It resumes the given session by
 * its id and follows RFC 7627 section 5.3.
 */
@SuppressWarnings({
  "rawtypes",
  "unchecked",
  "JdkObsolete"
}) // the library's API uses raw Vector and Hashtable
final class DeviceTlsClient extends AbstractTlsClient {

  /** The limit on a handshake message in bytes; BoringSSL's default for a certificate message. */
  private static final int MAX_HANDSHAKE_MESSAGE = 100 * 1024;

  /** The size of status type and length before an OCSP response (RFC 6066 section 8), in bytes. */
  private static final int STAPLE_HEADER = 4;

  private final ClientProfile profile;
  private final Optional<String> serverName;
  private final Optional<DeviceSession> earlier;
  private final HandshakePolicy judge;
  private final Optional<ClientIdentity> identity;

  private Stage stage = Stage.CLIENT_HELLO;
  private Optional<SignatureScheme> signature = Optional.empty();
  private Optional<String> raised = Optional.empty();
  private boolean certificateRequested;
  private boolean renegotiationRequested;
  private final DowngradeSentinel sentinel = new DowngradeSentinel();
  private Optional<Integer> keyExchangeGroup = Optional.empty();

  DeviceTlsClient(
      TlsCrypto crypto,
      ClientProfile profile,
      Optional<String> serverName,
      Optional<DeviceSession> earlier,
      HandshakePolicy judge,
      Optional<ClientIdentity> identity) {
    super(crypto);
    this.profile = profile;
    this.serverName = serverName;
    this.earlier = earlier;
    this.judge = judge;
    this.identity = identity;
  }

  void reached(Stage next) {
    stage = next;
  }

  Stage stage() {
    return stage;
  }

  /** The fatal alert that this client sent first. */
  Optional<String> raised() {
    return raised;
  }

  /** True if the server has asked for a client certificate. */
  boolean certificateRequested() {
    return certificateRequested;
  }

  void signedWith(SignatureScheme scheme) {
    signature = Optional.of(scheme);
  }

  void keysAgreedIn(int group) {
    keyExchangeGroup = Optional.of(group);
  }

  /** Code point of the key exchange group, once the server has selected one. */
  Optional<Integer> keyExchangeGroup() {
    SecurityParameters parameters = context.getSecurityParameters();
    int tls13 = parameters == null ? -1 : parameters.getNegotiatedGroup();
    return keyExchangeGroup.or(() -> Optional.of(tls13).filter(group -> group >= 0));
  }

  /** What is negotiated so far; valid after ServerHello. */
  NegotiatedSession negotiated() {
    SecurityParameters parameters = context.getSecurityParameters();
    int code = parameters.getNegotiatedVersion().getFullVersion();
    TlsVersion version =
        Arrays.stream(TlsVersion.values()).filter(v -> v.code() == code).findFirst().orElseThrow();
    return new NegotiatedSession(
        version,
        CipherSuite.ofCode(parameters.getCipherSuite()),
        version == TlsVersion.TLS_1_3 || parameters.isExtendedMasterSecret(),
        signature,
        sentinel.isPresent());
  }

  Optional<String> applicationProtocol() {
    return Optional.ofNullable(context.getSecurityParameters().getApplicationProtocol())
        .map(ProtocolName::getUtf8Decoding);
  }

  /** The session of a completed connection before TLS 1.3, if the server gave it an id. */
  Optional<DeviceSession> session() {
    return Optional.ofNullable(context.getSession())
        .filter(session -> negotiated().version() != TlsVersion.TLS_1_3 && session.isResumable())
        .map(DeviceSession::new);
  }

  @Override
  public TlsSession getSessionToResume() {
    return earlier.map(DeviceSession::session).orElse(null);
  }

  @Override
  public boolean allowLegacyResumption() {
    return true;
  }

  DowngradeSentinel sentinel() {
    return sentinel;
  }

  /** The library's first call after it has looked for the mark of a downgrade. */
  @Override
  public void notifySessionID(byte[] sessionID) {
    sentinel.restore();
    super.notifySessionID(sessionID);
  }

  /** True if the server has asked for a renegotiation, which this client refuses. */
  boolean renegotiationRequested() {
    return renegotiationRequested;
  }

  void askedToRenegotiate() {
    renegotiationRequested = true;
  }

  void serverHelloProcessed() throws IOException {
    raise(judge.atServerHello(negotiated()));
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return profile.offer().versions().stream()
        .map(v -> ProtocolVersion.get(v.code() >> 8, v.code() & 0xff))
        .toArray(ProtocolVersion[]::new);
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    int[] offered = profile.offer().cipherSuites().stream().mapToInt(CipherSuite::code).toArray();
    return TlsUtils.getSupportedCipherSuites(getCrypto(), offered, 0, offered.length);
  }

  @Override
  protected Vector getSupportedGroups(Vector namedGroupRoles) {
    return groups(profile.offer().groups());
  }

  @Override
  public Vector getEarlyKeyShareGroups() {
    return groups(profile.offer().keyShares());
  }

  private Vector<Integer> groups(List<NamedGroup> groups) {
    return groups.stream()
        .map(NamedGroup::code)
        .filter(group -> TlsUtils.isSupportedNamedGroup(getCrypto(), group))
        .collect(Collectors.toCollection(Vector::new));
  }

  @Override
  protected Vector getSupportedSignatureAlgorithms() {
    return profile.offer().signatureSchemes().stream()
        .map(
            s ->
                SignatureAndHashAlgorithm.getInstance(
                    (short) (s.code() >> 8), (short) (s.code() & 0xff)))
        .collect(Collectors.toCollection(Vector::new));
  }

  @Override
  protected Vector getProtocolNames() {
    return profile.offer().alpn().isEmpty()
        ? null
        : profile.offer().alpn().stream()
            .map(ProtocolName::asUtf8Encoding)
            .collect(Collectors.toCollection(Vector::new));
  }

  @Override
  protected Vector getSNIServerNames() {
    return serverName
        .map(n -> new ServerName(NameType.host_name, n.getBytes(StandardCharsets.US_ASCII)))
        .map(TlsUtils::vectorOfOne)
        .orElse(null);
  }

  @Override
  public Hashtable getClientExtensions() throws IOException {
    Hashtable<Integer, byte[]> extensions = super.getClientExtensions();
    extensions.remove(TlsExtensionsUtils.EXT_encrypt_then_mac); // no Apple client sends it
    if (form().isEmpty()) {
      // Without this, the library adds a signalling suite to the offered ones.
      extensions.put(ExtensionType.renegotiation_info, new byte[1]);
    } else {
      extensions.putAll(contents(form().get()));
    }
    return extensions;
  }

  /** The contents of the extensions that the form names and the library does not know. */
  private Map<Integer, byte[]> contents(HelloForm form) {
    Map<Integer, byte[]> contents = new HashMap<>();
    form.extensions().stream()
        .filter(name -> !name.equals(HelloForm.GREASE))
        .map(HelloExtension::named)
        .forEach(one -> one.content().ifPresent(content -> contents.put(one.code(), content)));
    if (!profile.offer().versions().contains(TlsVersion.TLS_1_3)) {
      contents.remove(HelloExtension.PSK_KEY_EXCHANGE_MODES.code());
      contents.remove(HelloExtension.COMPRESS_CERTIFICATE.code());
    }
    return contents;
  }

  /** How the ClientHello is written; if empty, as the library does. */
  Optional<HelloForm> form() {
    return profile.offer().form();
  }

  /** Whether the client has offered to understand compressed certificates. */
  boolean decompresses() {
    return form().filter(one -> one.extensions().contains("compress_certificate")).isPresent();
  }

  @Override
  public boolean shouldUseExtendedMasterSecret() {
    return profile.offer().extendedMasterSecret();
  }

  @Override
  public void notifySecureRenegotiation(boolean secureRenegotiation) {
    // Apple's clients connect to servers without RFC 5746; the library's default does not.
  }

  @Override
  public TlsDHGroupVerifier getDHGroupVerifier() {
    return group -> true; // only the lab profile offers DHE, and it accepts every group
  }

  @Override
  public int getMaxCertificateChainLength() {
    return 100;
  }

  @Override
  public int getMaxHandshakeMessageSize() {
    return MAX_HANDSHAKE_MESSAGE;
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate serverCertificate)
          throws IOException {
        Stage now = stage; // in TLS 1.2, the message after the certificate has already arrived
        stage = Stage.CERTIFICATE;
        Optional<byte[]> staple = staple(serverCertificate);
        if (staple.isPresent()) {
          judge.atStaple(staple.get());
        }
        raise(judge.atCertificate(negotiated(), encodings(serverCertificate.getCertificate())));
        stage = now;
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        certificateRequested = true;
        judge.atCertificateRequest(negotiated());
        return identity.isPresent() ? credentials(identity.get(), request) : null;
      }
    };
  }

  @Override
  public void notifyAlertRaised(short level, short description, String message, Throwable cause) {
    if (level == AlertLevel.fatal && raised.isEmpty()) {
      raised = Optional.of(Alert.label(description));
    }
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    raise(judge.atFinished(negotiated()));
  }

  /**
   * Returns the credentials; null if the server accepts no scheme of the key, and then an empty
   * certificate is sent.
   */
  private TlsCredentials credentials(ClientIdentity mine, CertificateRequest request)
      throws IOException {
    boolean tls13 = negotiated().version() == TlsVersion.TLS_1_3;
    SignatureAndHashAlgorithm algorithm = null;
    if (!negotiated().version().isBefore(TlsVersion.TLS_1_2)) {
      List<SignatureAndHashAlgorithm> accepted =
          List.copyOf(request.getSupportedSignatureAlgorithms());
      Optional<SignatureAndHashAlgorithm> first =
          accepted.stream().filter(one -> mine.signs(one, tls13)).findFirst();
      if (first.isEmpty()) {
        return null;
      }
      algorithm = first.get();
    }
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        (BcTlsCrypto) getCrypto(),
        mine.key(),
        certificate(mine, tls13 ? request.getCertificateRequestContext() : null),
        algorithm);
  }

  /**
   * The certificate message: in TLS 1.3 with the request's context, in earlier versions without it.
   */
  private Certificate certificate(ClientIdentity mine, byte[] requestContext) throws IOException {
    TlsCertificate[] chain = new TlsCertificate[mine.chain().size()];
    CertificateEntry[] entries = new CertificateEntry[chain.length];
    for (int i = 0; i < chain.length; i++) {
      chain[i] = getCrypto().createCertificate(mine.chain().get(i));
      entries[i] = new CertificateEntry(chain[i], null);
    }
    return requestContext == null
        ? new Certificate(chain)
        : new Certificate(requestContext, entries);
  }

  /**
   * Returns the stapled response: in TLS 1.3 an extension of the leaf's entry (RFC 8446 section
   * 4.4.2.1), in earlier versions a message.
   */
  private static Optional<byte[]> staple(TlsServerCertificate presented) throws IOException {
    CertificateStatus status = presented.getCertificateStatus();
    if (status != null && status.getStatusType() == CertificateStatusType.ocsp) {
      return Optional.of(status.getOCSPResponse().getEncoded());
    }
    Certificate chain = presented.getCertificate();
    Hashtable extensions = chain.isEmpty() ? null : chain.getCertificateEntryAt(0).getExtensions();
    byte[] entry = TlsUtils.getExtensionData(extensions, ExtensionType.status_request);
    return entry == null || entry.length < STAPLE_HEADER || entry[0] != CertificateStatusType.ocsp
        ? Optional.empty()
        : Optional.of(Arrays.copyOfRange(entry, STAPLE_HEADER, entry.length));
  }

  private static List<byte[]> encodings(Certificate chain) throws IOException {
    List<byte[]> encodings = new ArrayList<>();
    for (int i = 0; i < chain.getLength(); i++) {
      encodings.add(chain.getCertificateAt(i).getEncoded());
    }
    return encodings;
  }

  private static void raise(Optional<Objection> objection) throws IOException {
    if (objection.isPresent()) {
      Alert alert = objection.get().alert();
      throw new TlsFatalAlert((short) alert.code(), objection.get().reason());
    }
  }
}
