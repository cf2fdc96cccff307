package dev.atsharness.server.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that ends a connection arrives although the client is still sending. */
class LingerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A client has as long as the patience of the tests to close. */
  private static final ConnectionLimits LONG =
      ConnectionLimits.DEFAULT.withRequestTime(PATIENCE.multipliedBy(20));

  /** A client has 300 ms to close. */
  private static final ConnectionLimits SHORT =
      ConnectionLimits.DEFAULT.withRequestTime(Duration.ofSeconds(6));

  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n";

  /** The beginning of a handshake, of text, and of a request at a port with TLS. */
  private static final String HANDSHAKE = "\u0016\u0003\u0001\u0002\u0000\u0001\u0000";

  private static final String TEXT = "GARBAGE\r\n\r\n";
  private static final String MORE = "x".repeat(500);

  private int clear;
  private int tls;

  private TestServer serve(ConnectionLimits limits) throws Exception {
    TestServer server = new TestServer(limits);
    clear = server.connector().listenClear(0, Optional.empty());
    tls =
        server
            .connector()
            .listenTls(
                0, Router.dedicated(TestSettings.tls13().endpoint(TestIdentities.ec("secp256r1"))));
    return server.start();
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {HANDSHAKE, TEXT, REQUEST})
  void aClientThatSendsMoreAfterTheAnswerGetsNoReset(String first) throws Exception {
    try (TestServer server = serve(LONG)) {
      for (int i = 0; i < 20; i++) {
        try (Socket socket = connect(first.equals(REQUEST) ? tls : clear)) {
          send(socket, first);
          server.nextConnection().awaitClosed();
          send(socket, MORE);
          send(socket, MORE);
          assertThat(rest(socket)).startsWith("HTTP/1.1 400 Bad Request");
          send(socket, MORE);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {HANDSHAKE, REQUEST})
  void aClientThatDoesNotCloseIsCut(String first) throws Exception {
    try (TestServer server = serve(SHORT);
        Socket socket = connect(first.equals(REQUEST) ? tls : clear)) {
      send(socket, first);
      server.nextConnection().awaitClosed();
      assertThat(rest(socket)).startsWith("HTTP/1.1 400 Bad Request");

      await().atMost(PATIENCE).until(() -> !takes(socket, new byte[1]));
    }
  }

  @Test
  void aClientThatSendsTooMuchIsCutBeforeTheTimeIsOver() throws Exception {
    try (TestServer server = serve(LONG);
        Socket socket = connect(clear)) {
      send(socket, TEXT);
      server.nextConnection().awaitClosed();
      assertThat(rest(socket)).startsWith("HTTP/1.1 400 Bad Request");

      byte[] block = new byte[Linger.BYTES];
      long begun = System.nanoTime();
      while (takes(socket, block)) {
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE.dividedBy(2));
      }
    }
  }

  @Test
  void aConnectionCountsUntilItIsClosed() throws Exception {
    try (TestServer server = serve(LONG.withConnections(1))) {
      try (Socket socket = connect(clear)) {
        send(socket, TEXT);
        server.nextConnection().awaitClosed();
        assertThat(get()).isEmpty();
      }
      await().atMost(PATIENCE).until(() -> get().startsWith("HTTP/1.1 200 OK"));
    }
  }

  /** Returns the answer to a good request; empty if the server does not accept the connection. */
  private String get() {
    try (Socket socket = connect(clear)) {
      send(socket, REQUEST + "\r\n");
      return rest(socket);
    } catch (IOException e) {
      return ""; // a reset
    }
  }

  private static boolean takes(Socket socket, byte[] bytes) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      return true;
    } catch (IOException e) {
      return false; // a reset
    }
  }
}
