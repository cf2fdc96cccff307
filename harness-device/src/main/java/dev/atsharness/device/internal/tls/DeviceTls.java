package dev.atsharness.device.internal.tls;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.device.internal.tls.Refusal.Side;
import dev.atsharness.tls.Alert;
import dev.atsharness.tls.NamedGroup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.bouncycastle.tls.TlsFatalAlertReceived;

/** One TLS connection of a device, over any pair of streams. Not thread-safe. */
public final class DeviceTls {

  private final DeviceTlsClient client;
  private final DeviceTlsProtocol protocol;

  /**
   * Prepares a connection that offers exactly what the profile says. Nothing is sent yet.
   *
   * @param serverName the value of the {@code server_name} extension; if empty, the extension is
   *     not sent
   * @param earlier the session to resume, if the server agrees
   * @param identity what to present to a server that asks for a client certificate
   */
  public DeviceTls(
      InputStream in,
      OutputStream out,
      ClientProfile profile,
      Optional<String> serverName,
      Optional<DeviceSession> earlier,
      HandshakePolicy judge,
      Optional<ClientIdentity> identity) {
    DeviceCrypto crypto = new DeviceCrypto();
    this.client = new DeviceTlsClient(crypto, profile, serverName, earlier, judge, identity);
    this.protocol = new DeviceTlsProtocol(in, out, client);
  }

  /**
   * Makes the handshake.
   *
   * @throws IOException if it fails; {@link #refusal} returns which side refused, unless the
   *     network failed
   */
  public void handshake() throws IOException {
    protocol.connect(client);
    client.reached(Stage.HTTP);
  }

  /** How far the connection has got. */
  public Stage stage() {
    return client.stage();
  }

  /** The session after the handshake, if a later connection may resume it. */
  public Optional<DeviceSession> session() {
    return client.session();
  }

  /** Whether the server has asked for a client certificate. */
  public boolean certificateRequested() {
    return client.certificateRequested();
  }

  /**
   * Whether the server has asked to renegotiate, which this client refuses. Servers do so to ask
   * for a client certificate.
   */
  public boolean renegotiationRequested() {
    return client.renegotiationRequested();
  }

  /** IANA name of the key exchange group, once the server has selected one. */
  public Optional<String> keyExchangeGroup() {
    return client
        .keyExchangeGroup()
        .map(code -> NamedGroup.ofCode(code).map(NamedGroup::label).orElse("group " + code));
  }

  /** The ALPN protocol the server chose. */
  public Optional<String> applicationProtocol() {
    return client.applicationProtocol();
  }

  public InputStream input() {
    return protocol.getInputStream();
  }

  public OutputStream output() {
    return protocol.getOutputStream();
  }

  /**
   * Returns which side gave up, given an exception from this connection: the server if it sent a
   * fatal alert, neither if the socket failed, otherwise this client, which sends an alert if it
   * cannot accept something. If the server only closes the connection, that looks like a refusal by
   * this client.
   */
  public Optional<Refusal> refusal(IOException failure) {
    if (failure instanceof TlsFatalAlertReceived received) {
      String alert = Alert.label(received.getAlertDescription());
      return Optional.of(
          new Refusal(Side.SERVER, stage(), Optional.of(alert), "the server sent " + alert));
    }
    if (failure instanceof SocketException || failure instanceof SocketTimeoutException) {
      return Optional.empty();
    }
    String reason = inPlainWords(String.valueOf(failure.getMessage()));
    return Optional.of(new Refusal(Side.CLIENT, stage(), client.raised(), reason));
  }

  /**
   * Rewrites the library's message: for an answer that is not TLS, it names the record type that
   * the first byte would mean.
   */
  private static String inPlainWords(String message) {
    return message.replaceFirst("Unsupported UNKNOWN\\(\\d+\\)", "the answer is not TLS");
  }

  /**
   * Sends close_notify and closes.
   *
   * @return false if the server was gone before close_notify could be sent; that says nothing about
   *     the data exchanged before
   */
  public boolean close() {
    try {
      protocol.close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
