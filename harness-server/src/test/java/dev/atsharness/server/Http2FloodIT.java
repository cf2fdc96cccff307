package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.server.journal.JournalEntry;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Frames of HTTP/2 that cost the server more than the client are limited per second, and other
 * clients are served.
 */
@Timeout(120)
class Http2FloodIT {

  private static final String ENDPOINT = "baseline/http2";

  /** Far more frames than one second allows. */
  private static final int FLOOD = 20_000;

  private static final int PATIENCE_MILLIS = 20_000;

  private static final int HEADERS = 1;
  private static final int PRIORITY = 2;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;
  private static final int UNKNOWN = 0xbb;
  private static final int END_HEADERS = 4;
  private static final int CANCEL = 8;

  private static AtsHarness harness;

  @BeforeAll
  static void start() {
    harness =
        AtsHarness.builder()
            .only(ENDPOINT, "baseline/tls13")
            .requestTime(Duration.ofSeconds(3))
            .start();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  /** One of the frames of a flood. */
  @FunctionalInterface
  private interface Frames {
    byte[] number(int i);
  }

  static Stream<Arguments> floods() {
    return Stream.of(
        flood("rapid reset", i -> joined(request(2 * i + 1), reset(2 * i + 1))),
        flood("pings", i -> frame(PING, 0, 0, new byte[8])),
        flood("settings", i -> frame(SETTINGS, 0, 0, new byte[0])),
        flood("priorities", i -> frame(PRIORITY, 0, 1, new byte[] {0, 0, 0, 3, 1})),
        flood("window updates", i -> frame(WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 1})),
        flood("unknown frames", i -> frame(UNKNOWN, 0, 0, new byte[1])),
        flood(
            "headers without end",
            i -> i == 0 ? frame(HEADERS, 0, 1, new byte[0]) : filler(CONTINUATION)));
  }

  private static Arguments flood(String name, Frames frames) {
    return Arguments.of(name, frames);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void aFloodIsCutOff(String name, Frames frames) throws Exception {
    try (SSLSocket socket = connect()) {
      boolean cut = false;
      try {
        OutputStream out = socket.getOutputStream();
        for (int i = 0; i < FLOOD; i++) {
          out.write(frames.number(i));
        }
      } catch (SocketException | SSLException closed) {
        cut = true;
      }
      assertThat(cut || endsInTime(socket)).as("the server disconnects").isTrue();
    }
    assertThat(requests()).as("requests that cost the server work").isLessThan(FLOOD / 4);
    assertServes();
  }

  /** Requests that were cancelled do not count as being served: the time for the next one runs. */
  @Test
  void aConnectionOfCancelledRequestsEnds() throws Exception {
    try (SSLSocket socket = connect()) {
      for (int i = 0; i < 10; i++) {
        socket.getOutputStream().write(joined(request(2 * i + 1), reset(2 * i + 1)));
      }
      assertThat(endsInTime(socket)).isTrue();
    }
    assertServes();
  }

  private static void assertServes() throws Exception {
    for (String id : new String[] {ENDPOINT, "baseline/tls13"}) {
      Endpoint endpoint = harness.endpoint(id);
      assertThat(
              TestClient.talkTls(
                  harness,
                  endpoint.port(),
                  endpoint.host(),
                  TestClient.request("GET", "/", endpoint.host())))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  /** The most requests of one connection. */
  private static int requests() {
    return harness.journal().entries().stream()
        .max(Comparator.comparing(entry -> entry.requests().size()))
        .map(JournalEntry::requests)
        .orElseThrow()
        .size();
  }

  private static SSLSocket connect() throws Exception {
    SSLSocket socket =
        (SSLSocket)
            TestClient.trusting(harness.caPem())
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), harness.endpoint(ENDPOINT).port());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.startHandshake();
    assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
    socket
        .getOutputStream()
        .write(
            joined(
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                frame(SETTINGS, 0, 0, new byte[0])));
    return socket;
  }

  /** Whether the server ends the connection before it would for silence. */
  private static boolean endsInTime(SSLSocket socket) throws IOException {
    try {
      new DataInputStream(socket.getInputStream()).skipNBytes(Long.MAX_VALUE);
      return false;
    } catch (java.net.SocketTimeoutException silent) {
      return false;
    } catch (IOException ended) {
      return true;
    }
  }

  /** A request for the first page, in HPACK's static table but for the authority. */
  private static byte[] request(int stream) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(new byte[] {(byte) 0x82, (byte) 0x87, (byte) 0x84, 0x01, 1, 'x'});
    return frame(HEADERS, END_HEADERS, stream, block.toByteArray());
  }

  private static byte[] reset(int stream) {
    return frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, CANCEL});
  }

  /** A header that is not complete. */
  private static byte[] filler(int type) {
    return frame(type, 0, 1, new byte[4096]);
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .putInt(payload.length << 8 | type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  private static byte[] joined(byte[] one, byte[] other) {
    return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
  }
}
