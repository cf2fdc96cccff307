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
   * A connection that offers exactly what the profile says; nothing is sent yet.
   *
   * @param serverName for the {@code server_name} extension; empty sends none
   * @param earlier the session to resume, if the server agrees
   * @param identity what to show to a server that asks for a client certificate
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
   * @throws IOException if it fails; {@link #refusal} tells who refused it unless the network
   *     failed
   */
  public void handshake() throws IOException {
    protocol.connect(client);
    client.reached(Stage.HTTP);
  }

  /** How far the connection has come. */
  public Stage stage() {
    return client.stage();
  }

  /** The session, once the handshake is made, if a later connection may resume it. */
  public Optional<DeviceSession> session() {
    return client.session();
  }

  /** Whether the server has asked for a client certificate. */
  public boolean certificateRequested() {
    return client.certificateRequested();
  }

  /** IANA name of the group in which keys are agreed, once the server has named one. */
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
   * Who gave up, by an exception from this connection: the server if it sent a fatal alert, nobody
   * if the socket failed, else this client, which sends an alert on whatever it cannot accept. A
   * connection that the server just closed looks like the last.
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

  /** The library names the record type that the first byte of an answer without TLS would be. */
  private static String inPlainWords(String message) {
    return message.replaceFirst("Unsupported UNKNOWN\\(\\d+\\)", "the answer is not TLS");
  }

  /**
   * Sends close_notify and closes.
   *
   * @return false if the server was gone before it could be sent, which says nothing about what was
   *     exchanged before
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
