package dev.atsharness.server.internal.tls;

import dev.atsharness.scenario.internal.Misbehaviour;
import dev.atsharness.scenario.internal.TlsSettings;
import dev.atsharness.scenario.internal.TlsSettings.Resumption;
import dev.atsharness.server.handshake.ClientHello;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.DigitallySigned;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.PskKeyExchangeMode;
import org.bouncycastle.tls.RenegotiationPolicy;
import org.bouncycastle.tls.ServerHello;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.util.Arrays;

/**
 * A server protocol that reads and sends what the settings specify and the library, left alone,
 * would not.
 */
final class EndpointProtocol extends TlsServerProtocol {

  /** How far the renegotiation is that the server begins. */
  private enum Renegotiation {
    NONE,
    /** A HelloRequest is still to be sent, when the client's request has arrived. */
    DUE,
    ASKED,
    /** A HelloRequest was sent, which the client may ignore. */
    SUGGESTED,
    BEGUN;

    boolean isAwaited() {
      return this == ASKED || this == SUGGESTED;
    }
  }

  private final TlsSettings settings;
  private final boolean extendedMasterSecretOffered;
  private final EndpointServer server;
  private final MisbehavingMessages misbehaving;
  private boolean sendsFinished;
  private boolean keysExchanged;
  private Renegotiation renegotiation = Renegotiation.NONE;

  EndpointProtocol(TlsSettings settings, ClientHello hello, EndpointServer server) {
    this.settings = settings;
    this.extendedMasterSecretOffered = hello.extendedMasterSecret();
    this.server = server;
    this.misbehaving = new MisbehavingMessages(settings.misbehaviour(), server);
  }

  @Override
  protected org.bouncycastle.tls.ClientHello receiveClientHelloMessage(ByteArrayInputStream message)
      throws IOException {
    org.bouncycastle.tls.ClientHello received = super.receiveClientHelloMessage(message);
    if (!settings.supportedVersions() && received.getExtensions() != null) {
      received.getExtensions().remove(ExtensionType.supported_versions);
    }
    return server.deliberateSuite().map(suite -> offering(suite, received)).orElse(received);
  }

  /** The same message with the suite, because the library refuses to select any other. */
  private static org.bouncycastle.tls.ClientHello offering(
      DeliberateSuite suite, org.bouncycastle.tls.ClientHello received) {
    return new org.bouncycastle.tls.ClientHello(
        received.getVersion(),
        received.getRandom(),
        received.getSessionID(),
        received.getCookie(),
        Arrays.append(received.getCipherSuites(), suite.computed().code()),
        received.getExtensions(),
        received.getBindersSize());
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // the library's API uses the raw Hashtable
  protected void sendServerHelloMessage(ServerHello serverHello) throws IOException {
    Hashtable extensions = serverHello.getExtensions();
    boolean resumed = getContext().getSecurityParameters().isResumedSession();
    if (extensions != null) {
      if (!settings.secureRenegotiation()) {
        extensions.remove(ExtensionType.renegotiation_info);
      }
      if (settings.resumption().withOtherEms()
          && resumed
          && extendedMasterSecretOffered
          && extensions.remove(ExtensionType.extended_master_secret) == null) {
        extensions.put(ExtensionType.extended_master_secret, TlsUtils.EMPTY_BYTES);
      }
      if (settings.extendedMasterSecret()
          && !settings.extendedMasterSecretUsed()
          && !isTls13()
          && extendedMasterSecretOffered) {
        extensions.put(ExtensionType.extended_master_secret, TlsUtils.EMPTY_BYTES);
      }
    }
    super.sendServerHelloMessage(misbehaving.serverHello(serverHello));
  }

  @Override
  @SuppressWarnings("rawtypes") // the library's API uses the raw Hashtable
  protected void send13EncryptedExtensionsMessage(Hashtable extensions) throws IOException {
    misbehaving.encryptedExtensions(extensions);
    super.send13EncryptedExtensionsMessage(extensions);
  }

  @Override
  protected void sendCertificateMessage(Certificate certificate, OutputStream endPointHash)
      throws IOException {
    super.sendCertificateMessage(misbehaving.certificate(certificate), endPointHash);
  }

  @Override
  protected void send13CertificateMessage(Certificate certificate) throws IOException {
    super.send13CertificateMessage(misbehaving.tls13Certificate(certificate));
  }

  @Override
  protected void sendServerKeyExchangeMessage(byte[] message) throws IOException {
    super.sendServerKeyExchangeMessage(misbehaving.serverKeyExchange(message));
  }

  @Override
  protected void send13CertificateVerifyMessage(DigitallySigned message) throws IOException {
    super.send13CertificateVerifyMessage(misbehaving.certificateVerify(message));
  }

  @Override
  protected void sendFinishedMessage() throws IOException {
    sendsFinished = true;
    super.sendFinishedMessage();
    sendsFinished = false;
  }

  @Override
  protected void send13FinishedMessage() throws IOException {
    sendsFinished = true;
    super.send13FinishedMessage();
    sendsFinished = false;
  }

  /**
   * The library makes Finished and sends it in one step, of which only this part can be changed.
   */
  @Override
  protected void writeRecord(short type, byte[] content, int offset, int length)
      throws IOException {
    if (sendsFinished) {
      byte[] message =
          misbehaving.finished(java.util.Arrays.copyOfRange(content, offset, offset + length));
      super.writeRecord(type, message, 0, message.length);
    } else {
      super.writeRecord(type, content, offset, length);
    }
  }

  /** Ends the connection of a client that sends too much. */
  void refuse(String reason) throws IOException {
    handleException(AlertDescription.unexpected_message, reason, null);
    throw new TlsFatalAlert(AlertDescription.unexpected_message, reason);
  }

  private boolean isTls13() {
    return TlsUtils.isTLSv13(getContext());
  }

  @Override
  protected void completeHandshake() throws IOException {
    boolean issuesTicket =
        settings.resumption() == Resumption.TICKET_NOT_ACCEPTED && isTls13() && resumesWithDhe();
    boolean first = !getContext().getSecurityParametersHandshake().isRenegotiating();
    super.completeHandshake();
    if (issuesTicket) {
      sendNewSessionTicketMessage(new Tls13Ticket(getContext()));
    }
    renegotiation =
        first && settings.clientCertificateByRenegotiation() && !isTls13()
            ? Renegotiation.DUE
            : Renegotiation.NONE;
    if (first && settings.misbehaves(Misbehaviour.HELLO_REQUEST)) {
      renegotiation = Renegotiation.SUGGESTED;
      sendHelloRequestMessage();
    }
  }

  /**
   * Whether the client can use a ticket: servers do not send it otherwise (RFC 8446 section 4.2.9).
   */
  private boolean resumesWithDhe() throws IOException {
    short[] modes = TlsExtensionsUtils.getPSKKeyExchangeModesExtension(clientExtensions);
    return modes != null && Arrays.contains(modes, PskKeyExchangeMode.psk_dhe_ke);
  }

  /**
   * Whether the client may still take this handshake for one of TLS 1.3, because the ServerHello
   * looks like that. Then it sends a change_cipher_spec that means nothing (RFC 8446 appendix D.4).
   */
  boolean isTakenForTls13() {
    return settings.misbehaves(Misbehaviour.LEGACY_VERSION_TLS13) && !keysExchanged;
  }

  @Override
  protected void receiveClientKeyExchangeMessage(ByteArrayInputStream message) throws IOException {
    keysExchanged = true;
    super.receiveClientKeyExchangeMessage(message);
  }

  /** Whether the handshake is not the last one: the server will ask for a client certificate. */
  boolean willRenegotiate() {
    return renegotiation != Renegotiation.NONE && renegotiation != Renegotiation.SUGGESTED;
  }

  /** Begins the renegotiation, once data have arrived; later calls do nothing. */
  void askForRenegotiation() throws IOException {
    if (renegotiation == Renegotiation.DUE && getAvailableInputBytes() > 0) {
      renegotiation = Renegotiation.ASKED;
      sendHelloRequestMessage();
    }
  }

  /**
   * Begins the renegotiation before the library handles the ClientHello: it would store the
   * parameters of this handshake with those of the one before, and then not find them.
   */
  @Override
  protected void handleHandshakeMessage(short type, HandshakeMessageInput message)
      throws IOException {
    server.received(HandshakeType.getName(type).replace('_', '-'));
    if (type != HandshakeType.client_hello || !renegotiation.isAwaited() || handleRenegotiation()) {
      super.handleHandshakeMessage(type, message);
    }
  }

  /**
   * A client may decline a renegotiation that was only suggested (RFC 5246 section 7.2.2). The
   * library would end the connection.
   */
  @Override
  protected void handleAlertWarningMessage(short alert) throws IOException {
    if (alert == AlertDescription.no_renegotiation && renegotiation == Renegotiation.SUGGESTED) {
      renegotiation = Renegotiation.NONE;
    } else {
      super.handleAlertWarningMessage(alert);
    }
  }

  @Override
  protected boolean handleRenegotiation() throws IOException {
    if (renegotiation.isAwaited() && super.handleRenegotiation()) {
      renegotiation = Renegotiation.BEGUN;
      return true;
    }
    return renegotiation == Renegotiation.BEGUN || super.handleRenegotiation();
  }

  @Override
  protected int getRenegotiationPolicy() {
    return renegotiation.isAwaited() ? RenegotiationPolicy.ACCEPT : super.getRenegotiationPolicy();
  }
}
