package dev.atsharness.server.internal.tls;

import dev.atsharness.scenario.internal.TlsSettings;
import dev.atsharness.scenario.internal.TlsSettings.Resumption;
import dev.atsharness.server.handshake.ClientHello;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.PskKeyExchangeMode;
import org.bouncycastle.tls.RenegotiationPolicy;
import org.bouncycastle.tls.ServerHello;
import org.bouncycastle.tls.TlsExtensionsUtils;
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
    BEGUN
  }

  private final TlsSettings settings;
  private final boolean extendedMasterSecretOffered;
  private final EndpointServer server;
  private Renegotiation renegotiation = Renegotiation.NONE;

  EndpointProtocol(TlsSettings settings, ClientHello hello, EndpointServer server) {
    this.settings = settings;
    this.extendedMasterSecretOffered = hello.extendedMasterSecret();
    this.server = server;
  }

  @Override
  protected org.bouncycastle.tls.ClientHello receiveClientHelloMessage(ByteArrayInputStream message)
      throws IOException {
    org.bouncycastle.tls.ClientHello received = super.receiveClientHelloMessage(message);
    if (!settings.supportedVersions() && received.getExtensions() != null) {
      received.getExtensions().remove(ExtensionType.supported_versions);
    }
    return received;
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
    super.sendServerHelloMessage(serverHello);
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
  }

  /**
   * Whether the client can use a ticket: servers do not send it otherwise (RFC 8446 section 4.2.9).
   */
  private boolean resumesWithDhe() throws IOException {
    short[] modes = TlsExtensionsUtils.getPSKKeyExchangeModesExtension(clientExtensions);
    return modes != null && Arrays.contains(modes, PskKeyExchangeMode.psk_dhe_ke);
  }

  /** Whether the handshake is not the last one: the server will ask for a client certificate. */
  boolean willRenegotiate() {
    return renegotiation != Renegotiation.NONE;
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
    if (type != HandshakeType.client_hello
        || renegotiation != Renegotiation.ASKED
        || handleRenegotiation()) {
      super.handleHandshakeMessage(type, message);
    }
  }

  @Override
  protected boolean handleRenegotiation() throws IOException {
    if (renegotiation == Renegotiation.ASKED && super.handleRenegotiation()) {
      renegotiation = Renegotiation.BEGUN;
      return true;
    }
    return renegotiation == Renegotiation.BEGUN || super.handleRenegotiation();
  }

  @Override
  protected int getRenegotiationPolicy() {
    return renegotiation == Renegotiation.ASKED
        ? RenegotiationPolicy.ACCEPT
        : super.getRenegotiationPolicy();
  }
}
