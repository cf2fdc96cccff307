package dev.atsharness.server.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.scenario.internal.NetworkFault;
import dev.atsharness.server.handshake.ClientHello;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A client that sends any bytes gets an answer or a close in time, and other clients are not
 * affected.
 */
class HostileClientsIT {

  private static final String NAME = "good.test";
  private static final ConnectionLimits SHORT =
      new ConnectionLimits(
          Duration.ofMillis(300),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          ConnectionLimits.MAX_CLIENT_HELLO_BYTES,
          100);

  private static TestServer serve(ConnectionLimits limits) throws Exception {
    return TestServer.serving(
        Map.of(NAME, TestSettings.tls13().endpoint(TestIdentities.ec("secp256r1"))), limits);
  }

  private static HelloBytes hello() {
    return new HelloBytes()
        .suites(0x1301)
        .codes(13, 0x0403)
        .codes(10, 29, 23)
        .extension(43, 2, 3, 4);
  }

  private static Socket connect(TestServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Sends these bytes and returns everything that the server sends until it closes. */
  private static byte[] exchange(TestServer server, byte[] bytes) throws IOException {
    try (Socket socket = connect(server)) {
      socket.getOutputStream().write(bytes);
      return socket.getInputStream().readAllBytes();
    }
  }

  private static byte[] alert(int version, int code) {
    return new byte[] {21, 3, (byte) version, 0, 2, 2, (byte) code};
  }

  @Test
  void anUnknownNameGetsUnrecognizedName() throws Exception {
    try (TestServer server = serve(ConnectionLimits.DEFAULT)) {
      byte[] answer = exchange(server, hello().serverName("other.test").records(1000));
      assertThat(answer).isEqualTo(alert(3, 112));
      RecordedEvents events = server.nextConnection().awaitClosed();
      assertThat(events.lines())
          .containsExactly("hello", "routed UnknownName", "sent 2/112", "closed");
      assertThat(events.hello().flatMap(ClientHello::serverName)).contains("other.test");
    }
  }

  @Test
  void anAbsentNameGetsMissingExtensionInTls13AndHandshakeFailureBelow() throws Exception {
    try (TestServer server = serve(ConnectionLimits.DEFAULT)) {
      assertThat(exchange(server, hello().records(1000))).isEqualTo(alert(3, 109));
      assertThat(exchange(server, new HelloBytes().suites(0xc02f).records(1000)))
          .isEqualTo(alert(3, 40));
      assertThat(exchange(server, new HelloBytes().version(0x0300).suites(10).records(1000)))
          .isEqualTo(alert(0, 40));
    }
  }

  @Test
  void nameCaseDoesNotMatter() throws Exception {
    try (TestServer server = serve(ConnectionLimits.DEFAULT)) {
      String seen = OpenSsl.get(server.port(), "-servername", "GOOD.Test");
      assertThat(seen).contains("test/endpoint over TLS as GOOD.Test, secure");
    }
  }

  @Test
  void aHelloInRecordsOfOneByteIsServed() throws Exception {
    try (TestServer server = serve(ConnectionLimits.DEFAULT)) {
      try (Socket socket = connect(server)) {
        socket.getOutputStream().write(hello().serverName(NAME).extension(51, 0, 0).records(1));
        assertThat(socket.getInputStream().read()).isEqualTo(22); // a HelloRetryRequest
      }
      assertThat(server.nextConnection().awaitClosed().lines())
          .containsExactly("hello", "routed To", "abandoned", "closed");
    }
  }

  @Test
  void a64KibHelloIsRefusedByAnAlert() throws Exception {
    try (TestServer server = serve(ConnectionLimits.DEFAULT)) {
      byte[] records = hello().padding(60_000).records(1 << 14);
      assertThat(exchange(server, records)).isEqualTo(alert(1, 50));
      assertThat(server.nextConnection().awaitClosed().lines().get(0))
          .startsWith("malformed: ClientHello of 60")
          .endsWith("more than the limit of 32768");
    }
  }

  @Test
  void anSsl2HelloIsClosed() throws Exception {
    try (TestServer server = serve(ConnectionLimits.DEFAULT)) {
      byte[] ssl2 = new byte[48];
      ssl2[0] = (byte) 0x80;
      ssl2[1] = 46;
      ssl2[2] = 1;
      assertThat(exchange(server, ssl2)).isEmpty();
      assertThat(server.nextConnection().awaitClosed().lines())
          .containsExactly("malformed: SSLv2-framed ClientHello", "closed");
    }
  }

  @Test
  void plainHttpGetsAnHttpAnswer() throws Exception {
    try (TestServer server = serve(ConnectionLimits.DEFAULT)) {
      byte[] request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      assertThat(new String(exchange(server, request), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 400 Bad Request")
          .contains("sent to a TLS port");
      assertThat(server.nextConnection().awaitClosed().lines())
          .containsExactly("malformed: plain HTTP request on a TLS port", "closed");
    }
  }

  @Test
  void garbageIsClosed() throws Exception {
    try (TestServer server = serve(ConnectionLimits.DEFAULT)) {
      assertThat(exchange(server, new byte[] {0, 1, 2, 3, 4, 5})).isEmpty();
      assertThat(server.nextConnection().awaitClosed().lines())
          .containsExactly("malformed: neither TLS nor HTTP", "closed");
    }
  }

  @Test
  void aClientThatSaysNothingIsCut() throws Exception {
    try (TestServer server = serve(SHORT)) {
      assertThat(exchange(server, new byte[0])).isEmpty();
      assertThat(server.nextConnection().awaitClosed().lines())
          .containsExactly("timed out", "closed");
    }
  }

  @Test
  void aClientThatStallsInTheHandshakeIsCut() throws Exception {
    try (TestServer server = serve(SHORT)) {
      exchange(server, hello().serverName(NAME).extension(51, 0, 0).records(1000));
      assertThat(server.nextConnection().awaitClosed().lines())
          .containsExactly("hello", "routed To", "timed out", "closed");
    }
  }

  /**
   * The client is never silent for as long as an idle timeout; the limit is on the whole handshake.
   */
  @Test
  void aClientThatSendsTinyRecordsForEverIsCut() throws Exception {
    try (TestServer server = serve(SHORT);
        Socket socket = connect(server)) {
      byte[] drip = hello().padding(20_000).records(1);
      AtomicBoolean cut = new AtomicBoolean();
      long start = System.nanoTime();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < drip.length; i++) {
                  socket.getOutputStream().write(drip, i, 1);
                  socket.setSoTimeout(1);
                  cut.set(isAtEnd(socket.getInputStream()));
                  if (cut.get()) {
                    throw new IOException("cut");
                  }
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
      assertThat(server.nextConnection().awaitClosed().lines())
          .containsExactly("timed out", "closed");
    }
  }

  private static boolean isAtEnd(InputStream in) throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    }
  }

  @Test
  void othersAreServedWhileManyStall() throws Exception {
    try (TestServer server = serve(ConnectionLimits.DEFAULT)) {
      Socket[] stalled = new Socket[50];
      try {
        for (int i = 0; i < stalled.length; i++) {
          stalled[i] = connect(server);
          stalled[i].getOutputStream().write(new byte[] {22, 3, 1});
        }
        assertThat(OpenSsl.get(server.port(), "-servername", NAME)).contains("over TLS");
      } finally {
        for (Socket socket : stalled) {
          socket.close();
        }
      }
    }
  }

  /** Long ClientHellos that are begun and not finished share about 4 MiB. */
  @Test
  void othersAreServedWhileManySendLongHellos() throws Exception {
    byte[] records = hello().serverName(NAME).padding(32_000).records(1 << 14);
    try (TestServer server = serve(ConnectionLimits.DEFAULT)) {
      Socket[] slow = new Socket[200];
      try {
        for (int i = 0; i < slow.length; i++) {
          slow[i] = connect(server);
          slow[i].getOutputStream().write(records, 0, 20_000);
        }
        int fit = (4 << 20) / (hello().serverName(NAME).padding(32_000).message().length - 4);
        assertThat(refused(slow, slow.length - fit)).isEqualTo(slow.length - fit);
        assertThat(OpenSsl.get(server.port(), "-servername", NAME)).contains("over TLS");
      } finally {
        for (Socket socket : slow) {
          socket.close();
        }
      }
      for (int i = 0; i < slow.length; i++) {
        server.nextConnection().awaitClosed();
      }
      try (Socket later = connect(server)) {
        later.getOutputStream().write(records);
        assertThat(later.getInputStream().read()).as("there is room again").isEqualTo(22);
      }
    }
  }

  /**
   * The number of connections that get an alert, once it is as many as expected or some time has
   * passed.
   */
  private static int refused(Socket[] sockets, int expected) throws IOException {
    Set<Socket> refused = new HashSet<>();
    long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
    while (refused.size() < expected && System.nanoTime() < end) {
      for (Socket socket : sockets) {
        socket.setSoTimeout(1);
        if (!refused.contains(socket) && startsWithAlert(socket.getInputStream())) {
          refused.add(socket);
        }
      }
    }
    return refused.size();
  }

  private static boolean startsWithAlert(InputStream in) throws IOException {
    try {
      return Arrays.equals(in.readNBytes(7), alert(1, 80));
    } catch (java.net.SocketTimeoutException e) {
      return false;
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosed() throws Exception {
    ConnectionLimits two =
        new ConnectionLimits(
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            32768,
            2);
    try (TestServer server = serve(two);
        Socket first = connect(server);
        Socket second = connect(server)) {
      RecordedEvents firstEvents = server.nextConnection();
      server.nextConnection();
      try (Socket third = connect(server)) {
        assertThat(third.getInputStream().read()).isEqualTo(-1);
      }
      first.shutdownOutput();
      assertThat(firstEvents.awaitClosed().lines()).containsExactly("abandoned", "closed");
      assertThat(second.isConnected()).isTrue();
    }
  }

  @Test
  void theFaultIsARealTcpReset() throws Exception {
    TlsEndpoint faulty =
        TestSettings.tls13()
            .endpoint(TestIdentities.ec("secp256r1"), NetworkFault.RESET_AFTER_CLIENT_HELLO);
    try (TestServer server = TestServer.serving(faulty)) {
      assertThatThrownBy(() -> exchange(server, hello().records(100)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("reset");
      assertThat(server.nextConnection().awaitClosed().lines())
          .containsExactly("hello", "routed To", "fault RESET_AFTER_CLIENT_HELLO", "closed");
    }
  }

  /**
   * The answer to a client that sends a prepared ClientHello, and how long the connection stays
   * open.
   */
  @ParameterizedTest
  @EnumSource(names = {"STALL_AFTER_CLIENT_HELLO", "STALL_AFTER_SERVER_HELLO"})
  void aStallKeepsTheConnectionOpenInSilence(NetworkFault fault) throws Exception {
    Duration stall = Duration.ofMillis(400);
    TlsEndpoint faulty = TestSettings.tls13().endpoint(TestIdentities.ec("secp256r1"), fault);
    HelloBytes hello = hello().serverName(NAME).extension(51, keyShare());
    try (TestServer server =
            TestServer.serving(
                Map.of(NAME, faulty), ConnectionLimits.DEFAULT.withStallTime(stall));
        Socket socket = connect(server)) {
      long start = System.nanoTime();
      socket.getOutputStream().write(hello.records(1000));
      byte[] answer = socket.getInputStream().readAllBytes();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(stall);
      if (fault == NetworkFault.STALL_AFTER_CLIENT_HELLO) {
        assertThat(answer).isEmpty();
      } else {
        assertThat(answer).startsWith(22, 3, 3);
        assertThat(answer[5]).as("ServerHello").isEqualTo((byte) 2);
        assertThat(answer).hasSize(5 + ((answer[3] & 0xff) << 8) + (answer[4] & 0xff));
      }
      assertThat(server.nextConnection().awaitClosed().lines())
          .contains("fault " + fault)
          .endsWith("closed")
          .noneMatch(line -> line.startsWith("sent"));
    }
  }

  /** One share of X25519; any 32 bytes are valid. */
  private static int[] keyShare() {
    int[] body = new int[2 + 4 + 32];
    Arrays.fill(body, 9);
    System.arraycopy(new int[] {0, 36, 0, 29, 0, 32}, 0, body, 0, 6);
    return body;
  }

  @Test
  void aFailingIdentityClosesTheConnectionOnly() throws Exception {
    TlsEndpoint broken =
        TestSettings.tls13()
            .endpoint(
                NetworkFault.NONE,
                () -> {
                  throw new IllegalStateException("no key today");
                });
    try (TestServer server = TestServer.serving(broken)) {
      assertThat(exchange(server, hello().records(100))).isEqualTo(alert(3, 80));
      assertThat(server.nextConnection().awaitClosed().lines())
          .containsExactly("hello", "routed To", "sent 2/80", "closed");
    }
  }

  @Test
  void requestsInClearArriveThroughTheSameConnector() throws Exception {
    try (TestServer server = new TestServer(ConnectionLimits.DEFAULT)) {
      int owned = server.connector().listenClear(0, Optional.of("cleartext/plain-http"));
      int shared = server.connector().listenClear(0, Optional.empty());
      server.start();
      assertThat(get(owned)).endsWith("cleartext/plain-http in clear as nobody\n");
      assertThat(get(shared)).endsWith("shared in clear as nobody\n");
    }
  }

  private static String get(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
