package dev.atsharness.server.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerOnlyTlsAuthentication;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client that finished its handshake and goes on with messages of a handshake, or with records
 * that carry nothing, is disconnected in time, and other clients are served.
 */
@Timeout(120)
class LateMessagesIT {

  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  private static final ConnectionLimits SHORT =
      ConnectionLimits.DEFAULT.withRequestTime(Duration.ofMillis(500));

  /** More messages than the limit in bytes lets a client send, whatever their length. */
  private static final int FLOOD = 200_000;

  private static final short WARNING_OF_NO_USE = AlertDescription.user_canceled;

  /** Sends what no client sends after its handshake. */
  private static final class LateClient extends TlsClientProtocol {

    private final Socket socket;

    private LateClient(Socket socket) throws IOException {
      super(socket.getInputStream(), socket.getOutputStream());
      this.socket = socket;
    }

    static LateClient connected(TestServer server, ProtocolVersion version) throws IOException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.setSoTimeout(20_000);
      LateClient client = new LateClient(socket);
      client.connect(
          new DefaultTlsClient(new BcTlsCrypto()) {
            @Override
            protected ProtocolVersion[] getSupportedVersions() {
              return version.only();
            }

            @Override
            public TlsAuthentication getAuthentication() {
              return new ServerOnlyTlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate certificate) {
                  // any will do
                }
              };
            }
          });
      return client;
    }

    void message(short type, byte[] body) throws IOException {
      byte[] message =
          ByteBuffer.allocate(4 + body.length).putInt(type << 24 | body.length).put(body).array();
      safeWriteRecord(ContentType.handshake, message, 0, message.length);
    }

    void updateKey() throws IOException {
      send13KeyUpdate(true);
    }

    void emptyRecord() throws IOException {
      safeWriteRecord(ContentType.application_data, new byte[0], 0, 0);
    }

    void warning() throws IOException {
      safeWriteRecord(ContentType.alert, new byte[] {AlertLevel.warning, WARNING_OF_NO_USE}, 0, 2);
    }

    String get() throws IOException {
      getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
      return new String(getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    void closeSocket() throws IOException {
      socket.close();
    }
  }

  /** What a client keeps sending. */
  @FunctionalInterface
  private interface Sending {
    void sendOnce(LateClient client) throws IOException;
  }

  private static TestServer serve(ProtocolVersion version, ConnectionLimits limits)
      throws Exception {
    TestSettings settings =
        version.equals(ProtocolVersion.TLSv13)
            ? TestSettings.tls13()
            : TestSettings.tls12("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    TlsEndpoint endpoint = settings.endpoint(TestIdentities.ec("secp256r1"));
    return TestServer.serving(endpoint, limits);
  }

  private static void assertRefused(TestServer server, LateClient client, int level, short alert)
      throws Exception {
    assertThat(server.nextConnection().awaitClosed().lines())
        .contains("finished", "sent " + level + "/" + alert)
        .endsWith("closed");
    client.closeSocket();
  }

  private static void assertServes(TestServer server, ProtocolVersion version) throws Exception {
    LateClient other = LateClient.connected(server, version);
    try {
      assertThat(other.get()).contains("200 OK", "test/endpoint over TLS");
    } finally {
      other.closeSocket();
    }
  }

  static Stream<Arguments> messages() {
    return Stream.of(ProtocolVersion.TLSv12, ProtocolVersion.TLSv13)
        .flatMap(
            version ->
                Map.of(
                        "new-session-ticket", HandshakeType.new_session_ticket,
                        "certificate", HandshakeType.certificate,
                        "certificate-request", HandshakeType.certificate_request,
                        "certificate-verify", HandshakeType.certificate_verify,
                        "client-key-exchange", HandshakeType.client_key_exchange,
                        "end-of-early-data", HandshakeType.end_of_early_data,
                        "finished", HandshakeType.finished,
                        "unknown", (short) 99)
                    .entrySet()
                    .stream()
                    .map(type -> Arguments.of(version, type.getKey(), type.getValue())));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("messages")
  void aMessageOfTheHandshakeAfterItIsRefused(ProtocolVersion version, String name, short type)
      throws Exception {
    try (TestServer server = serve(version, ConnectionLimits.DEFAULT)) {
      LateClient client = LateClient.connected(server, version);
      client.message(type, new byte[40]);
      assertRefused(server, client, 2, AlertDescription.unexpected_message);
      assertServes(server, version);
    }
  }

  /** Even if the client ignores that the server closes, the connection ends in time. */
  @Test
  void aRenegotiationIsDeclined() throws Exception {
    try (TestServer server = serve(ProtocolVersion.TLSv12, SHORT)) {
      LateClient client = LateClient.connected(server, ProtocolVersion.TLSv12);
      client.message(HandshakeType.client_hello, new byte[80]);
      assertRefused(server, client, 1, AlertDescription.no_renegotiation);
      assertServes(server, ProtocolVersion.TLSv12);
    }
  }

  @Test
  void aSecondClientHelloOfTls13IsRefused() throws Exception {
    try (TestServer server = serve(ProtocolVersion.TLSv13, ConnectionLimits.DEFAULT)) {
      LateClient client = LateClient.connected(server, ProtocolVersion.TLSv13);
      client.message(HandshakeType.client_hello, new byte[80]);
      assertRefused(server, client, 2, AlertDescription.unexpected_message);
    }
  }

  @Test
  void aFewUpdatesOfKeysAreFine() throws Exception {
    try (TestServer server = serve(ProtocolVersion.TLSv13, ConnectionLimits.DEFAULT)) {
      LateClient client = LateClient.connected(server, ProtocolVersion.TLSv13);
      for (int i = 0; i < 20; i++) {
        client.updateKey();
        client.emptyRecord();
      }
      assertThat(client.get()).contains("200 OK");
    }
  }

  static Stream<Arguments> floods() {
    return Stream.of(
        flood(ProtocolVersion.TLSv13, "updates of keys", LateClient::updateKey),
        flood(ProtocolVersion.TLSv13, "empty records", LateClient::emptyRecord),
        flood(ProtocolVersion.TLSv13, "warnings", LateClient::warning),
        flood(ProtocolVersion.TLSv12, "empty records", LateClient::emptyRecord),
        flood(ProtocolVersion.TLSv12, "warnings", LateClient::warning));
  }

  private static Arguments flood(ProtocolVersion version, String name, Sending sending) {
    return Arguments.of(version, name, sending);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("floods")
  void aFloodOfRecordsWithoutDataIsCutOff(ProtocolVersion version, String name, Sending sending)
      throws Exception {
    try (TestServer server = serve(version, ConnectionLimits.DEFAULT)) {
      LateClient client = LateClient.connected(server, version);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < FLOOD; i++) {
                  sending.sendOnce(client);
                }
              })
          .isInstanceOf(IOException.class);
      assertRefused(server, client, 2, AlertDescription.unexpected_message);
      assertServes(server, version);
    }
  }

  /** The connection is never silent, and far from the limit in bytes. */
  @Test
  void aClientThatSendsOnlyUpdatesOfKeysIsCutOffAfterTheTimeForARequest() throws Exception {
    try (TestServer server = serve(ProtocolVersion.TLSv13, SHORT)) {
      LateClient client = LateClient.connected(server, ProtocolVersion.TLSv13);
      RecordedEvents events = server.nextConnection();
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> isCutOff(client));
      assertThat(events.awaitClosed().lines()).contains("finished").endsWith("closed");
    }
  }

  private static boolean isCutOff(LateClient client) {
    try {
      client.updateKey();
      return false;
    } catch (IOException closed) {
      return true;
    }
  }
}
