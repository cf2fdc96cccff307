package dev.atsharness.device.internal.tls;

import dev.atsharness.tls.CipherSuite.KeyExchange;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.ServerHello;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;

/**
 * Sends the ClientHello in the form of the client's profile, and understands compressed
 * certificates. Records the last received message and the signature scheme, which Bouncy Castle
 * does not expose, and whether the server asks to renegotiate; hides the mark of a downgrade from
 * the library.
 */
final class DeviceTlsProtocol extends TlsClientProtocol {

  private static final int HANDSHAKE_HEADER = 4;

  private final DeviceTlsClient client;
  private final Grease grease = Grease.draw(new SecureRandom());
  private boolean sent;

  DeviceTlsProtocol(InputStream in, OutputStream out, DeviceTlsClient client) {
    super(in, out);
    this.client = client;
  }

  @Override
  protected void sendClientHelloMessage() throws IOException {
    boolean second = sent;
    client.form().ifPresent(f -> clientHello = new FormedHello(clientHello, f, grease, second));
    sent = true;
    super.sendClientHelloMessage();
  }

  @Override
  protected void handle13HandshakeMessage(short type, HandshakeMessageInput buf)
      throws IOException {
    if (type == HandshakeType.compressed_certificate && client.decompresses()) {
      receiveCompressedCertificate(buf);
    } else {
      super.handle13HandshakeMessage(type, buf);
    }
  }

  /** The library has hashed the message as it came, as RFC 8879 section 4 requires. */
  private void receiveCompressedCertificate(HandshakeMessageInput message) throws IOException {
    switch (connection_state) {
      case CS_SERVER_ENCRYPTED_EXTENSIONS -> skip13CertificateRequest();
      case CS_SERVER_CERTIFICATE_REQUEST -> {}
      default -> throw new TlsFatalAlert(AlertDescription.unexpected_message);
    }
    byte[] body = CompressedCertificate.inflate(message, client.getMaxHandshakeMessageSize());
    receive13ServerCertificate(new ByteArrayInputStream(body));
    connection_state = CS_SERVER_CERTIFICATE;
  }

  @Override
  protected ServerHello receiveServerHelloMessage(ByteArrayInputStream message) throws IOException {
    ServerHello received = super.receiveServerHelloMessage(message);
    client.sentinel().hideIn(received);
    return received;
  }

  @Override
  protected void handleHandshakeMessage(short type, HandshakeMessageInput buf) throws IOException {
    if (type == HandshakeType.hello_request) {
      client.askedToRenegotiate();
    }
    stageOf(type).ifPresent(client::reached);
    Optional<SignatureScheme> scheme =
        switch (type) {
          case HandshakeType.server_key_exchange -> serverKeyExchangeScheme(body(buf));
          case HandshakeType.certificate_verify -> scheme(new ByteArrayInputStream(body(buf)));
          default -> Optional.empty();
        };
    super.handleHandshakeMessage(
        type, buf); // in TLS 1.2, this also judges the certificate that came before
    if (type == HandshakeType.server_hello) {
      client.serverHelloProcessed();
    }
    scheme.ifPresent(client::signedWith);
  }

  private static Optional<Stage> stageOf(short type) {
    return switch (type) {
      case HandshakeType.server_hello -> Optional.of(Stage.SERVER_HELLO);
      case HandshakeType.certificate, HandshakeType.compressed_certificate ->
          Optional.of(Stage.CERTIFICATE);
      case HandshakeType.server_key_exchange -> Optional.of(Stage.SERVER_KEY_EXCHANGE);
      case HandshakeType.certificate_verify -> Optional.of(Stage.CERTIFICATE_VERIFY);
      case HandshakeType.server_hello_done, HandshakeType.finished -> Optional.of(Stage.FINISHED);
      default -> Optional.empty();
    };
  }

  /** Copies the unread part of a message and restores the reading position. */
  private static byte[] body(HandshakeMessageInput buf) {
    byte[] body = buf.readAllBytes();
    buf.reset(); // to the start of the message's header
    buf.skip(HANDSHAKE_HEADER);
    return body;
  }

  /**
   * Reads the scheme in a ServerKeyExchange, after the parameters (RFC 8422 section 5.4, RFC 5246
   * section 7.4.3).
   */
  private Optional<SignatureScheme> serverKeyExchangeScheme(byte[] body) throws IOException {
    if (client.negotiated().version() != TlsVersion.TLS_1_2) {
      return Optional.empty();
    }
    InputStream in = new ByteArrayInputStream(body);
    KeyExchange keyExchange = client.negotiated().cipherSuite().keyExchange();
    if (keyExchange == KeyExchange.ECDHE) {
      TlsUtils.readUint8(in); // curve type
      client.keysAgreedIn(TlsUtils.readUint16(in));
      TlsUtils.readOpaque8(in); // point
    } else if (keyExchange == KeyExchange.DHE) {
      TlsUtils.readOpaque16(in); // p
      TlsUtils.readOpaque16(in); // g
      TlsUtils.readOpaque16(in); // Ys
    } else {
      return Optional.empty();
    }
    return scheme(in);
  }

  private static Optional<SignatureScheme> scheme(InputStream in) throws IOException {
    return SignatureScheme.ofCode(TlsUtils.readUint16(in));
  }
}
