package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atsharness.server.internal.ConsoleExtension;
import dev.atsharness.server.internal.console.ApiRoute;
import dev.atsharness.server.internal.console.ConsoleLimits;
import dev.atsharness.server.internal.http.HttpAnswer;
import dev.atsharness.server.journal.HttpExchange;
import dev.atsharness.server.journal.JournalEntry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Hostile requests of some clients do not delay the answers to others. */
class HostileRequestsIT {

  /** More connections than the endpoints and the console have threads. */
  private static final int MANY = 100;

  private static final Duration AT_ONCE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final int LONG_BODY = 1 << 20;

  /** More than the buffers of the two sockets hold. */
  private static final int LONG_ANSWER = 32 << 20;

  private static final String PLAIN = "cleartext/plain-http";
  private static final String POST_OCSP =
      "POST /pki/ocsp HTTP/1.1\r\nHost: h\r\nContent-Length: 3000\r\n\r\n";
  private static final String POST_ECHO =
      "POST /api/length HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
          + "Content-Length: ";

  private static AtsHarness.Builder harness() {
    return AtsHarness.builder()
        .only(PLAIN, "baseline/tls13")
        .console(
            (manifest, journal) ->
                List.of(
                    ApiRoute.post(
                        "/api/length",
                        Set.of(),
                        LONG_BODY,
                        call -> HttpAnswer.text(200, "" + call.body().readAllBytes().length))));
  }

  /** Connections that are closed together. */
  private static final class Crowd implements AutoCloseable {

    private final List<Socket> sockets = new ArrayList<>();

    Socket join(int port, String begun) throws IOException {
      Socket socket = new Socket();
      sockets.add(socket);
      socket.setReceiveBufferSize(4096);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
      return socket;
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static void assertAnswers(AtsHarness harness) throws Exception {
    URI console = harness.manifest().console();
    Endpoint plain = harness.endpoint(PLAIN);
    Endpoint tls = harness.endpoint("baseline/tls13");
    long start = System.nanoTime();
    assertThat(TestClient.get(console.resolve("/health")).statusCode()).isEqualTo(200);
    assertThat(
            TestClient.talk(
                plain.address(), plain.port(), TestClient.request("GET", "/", plain.host())))
        .startsWith("HTTP/1.1 200 ");
    assertThat(
            TestClient.talkTls(
                harness, tls.port(), tls.host(), TestClient.request("GET", "/", tls.host())))
        .startsWith("HTTP/1.1 200 ");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
  }

  private static int consolePort(AtsHarness harness) {
    return harness.manifest().console().getPort();
  }

  @Test
  void bodiesThatNeverArriveDelayNoOtherClient() throws Exception {
    try (AtsHarness harness = harness().start();
        Crowd crowd = new Crowd()) {
      List<Socket> last = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        last.add(crowd.join(harness.endpoint(PLAIN).port(), POST_OCSP + "<"));
        last.add(crowd.join(consolePort(harness), POST_ECHO + "3000\r\n\r\n<"));
      }
      assertAnswers(harness);
      for (Socket socket : last) {
        socket.getOutputStream().write('<');
      }
      assertAnswers(harness);
    }
  }

  @Test
  void aBodyThatTakesTooLongIsAnsweredAndJournalled() throws Exception {
    try (AtsHarness harness = harness().requestTime(SHORT).start();
        Crowd crowd = new Crowd()) {
      Endpoint plain = harness.endpoint(PLAIN);
      Socket slow =
          crowd.join(
              plain.port(), "POST /checkin HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n<");
      Socket slower = crowd.join(consolePort(harness), POST_ECHO + "9\r\n\r\n<");
      assertThat(all(slow)).startsWith("HTTP/1.1 408 ").contains("took too long");
      assertThat(all(slower)).startsWith("HTTP/1.1 408 ");
      JournalEntry seen =
          harness.journal().take(plain.id(), PATIENCE, entry -> !entry.requests().isEmpty());
      assertThat(seen.requests()).extracting(HttpExchange::status).containsExactly(408);
      assertAnswers(harness);
    }
  }

  /** A byte now and then prevents an idle timeout, so another limit must end the connection. */
  @Test
  void headersThatNeverEndAreCutOff() throws Exception {
    try (AtsHarness harness = harness().requestTime(SHORT).start();
        Crowd crowd = new Crowd()) {
      for (int port : new int[] {harness.endpoint(PLAIN).port(), consolePort(harness)}) {
        Socket drip = crowd.join(port, "GET / HTTP/1.1\r\nX: ");
        long start = System.nanoTime();
        while (!isCutOff(drip)) {
          assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
        }
      }
      assertAnswers(harness);
    }
  }

  @Test
  void aLongBodyKeepsUpAPaceOrGoes() throws Exception {
    try (AtsHarness harness = harness().requestTime(SHORT).start();
        Crowd crowd = new Crowd()) {
      Socket slow = crowd.join(consolePort(harness), POST_ECHO + LONG_BODY + "\r\n\r\n");
      slow.getOutputStream().write(new byte[100_000]);
      StringBuilder answer = new StringBuilder();
      long start = System.nanoTime();
      while (answer.indexOf("\r\n\r\n") < 0) {
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
        drip(slow, answer);
      }
      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("65536 bytes a second");
    }
  }

  @Test
  void fewLongBodiesAreReadAtOneTime() throws Exception {
    CountDownLatch reading = new CountDownLatch(4);
    Semaphore go = new Semaphore(0);
    AtsHarness.Builder builder =
        harness()
            .console(
                (manifest, journal) ->
                    List.of(
                        ApiRoute.post(
                            "/api/wait",
                            Set.of(),
                            LONG_BODY,
                            call -> {
                              reading.countDown();
                              go.acquire();
                              return HttpAnswer.text(200, "" + call.body().readAllBytes().length);
                            })));
    String request =
        POST_ECHO.replace("/api/length", "/api/wait") + "100000\r\nConnection: close\r\n\r\n";
    try (AtsHarness harness = builder.start();
        Crowd crowd = new Crowd()) {
      List<Socket> first = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Socket socket = crowd.join(consolePort(harness), request);
        socket.getOutputStream().write(new byte[100_000]);
        first.add(socket);
      }
      reading.await();
      Socket fifth = crowd.join(consolePort(harness), request);
      fifth.getOutputStream().write(new byte[70_000]);
      assertThat(head(fifth)).startsWith("HTTP/1.1 503 ");
      assertAnswers(harness);
      go.release(4);
      for (Socket socket : first) {
        assertThat(all(socket)).startsWith("HTTP/1.1 200 ").contains("100000");
      }
    }
  }

  @Test
  void aNewConnectionToTheConsoleTakesThePlaceOfAnOldOne() throws Exception {
    int limit = 5;
    ConsoleLimits few = new ConsoleLimits(limit, 1 << 20, PATIENCE);
    try (AtsHarness harness = harness().consoleLimits(few).start();
        Crowd crowd = new Crowd()) {
      Socket oldest = crowd.join(consolePort(harness), "GET /");
      List<Socket> idle = new ArrayList<>();
      for (int i = 0; i < 10 * limit; i++) {
        idle.add(crowd.join(consolePort(harness), ""));
      }
      assertThat(oldest.getInputStream().read()).isEqualTo(-1);
      for (Socket shed : idle.subList(0, idle.size() - limit)) {
        assertThat(shed.getInputStream().read()).isEqualTo(-1);
      }
      assertAnswers(harness);
    }
  }

  /** All at once or piece by piece: a client that reads a byte now and then does not stay. */
  @ParameterizedTest
  @ValueSource(strings = {"/api/whole", "/api/pieces"})
  void anAnswerThatIsReadTooSlowlyIsCutOff(String path) throws Exception {
    ConsoleLimits hasty = new ConsoleLimits(2 * MANY, (long) MANY * LONG_ANSWER, SHORT);
    try (AtsHarness harness = harness().console(longAnswers()).consoleLimits(hasty).start();
        Crowd crowd = new Crowd()) {
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        slow.add(crowd.join(consolePort(harness), get(path)));
      }
      assertAnswers(harness);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> slow.stream().allMatch(HostileRequestsIT::isCutOff));
    }
  }

  @Test
  void answersThatNobodyReadsTakeLimitedMemory() throws Exception {
    ConsoleLimits one = new ConsoleLimits(MANY, LONG_ANSWER, PATIENCE);
    try (AtsHarness harness = harness().console(longAnswers()).consoleLimits(one).start()) {
      URI whole = harness.manifest().console().resolve("/api/whole");
      try (Crowd crowd = new Crowd()) {
        Socket first = crowd.join(consolePort(harness), get("/api/whole"));
        assertThat(head(first)).startsWith("HTTP/1.1 200 ");
        assertThat(head(crowd.join(consolePort(harness), get("/api/whole"))))
            .startsWith("HTTP/1.1 503 ");
        assertAnswers(harness);
      }
      await().atMost(PATIENCE).until(() -> TestClient.get(whole).statusCode() == 200);
    }
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  /** A route with a long answer in memory, and one with as long an answer in pieces. */
  private static ConsoleExtension longAnswers() {
    ByteBuffer whole = ByteBuffer.allocate(LONG_ANSWER);
    ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
    return (manifest, journal) ->
        List.of(
            ApiRoute.get(
                "/api/whole",
                Set.of(),
                call -> new HttpAnswer(200, "text/plain", whole.duplicate(), List.of())),
            ApiRoute.get(
                "/api/pieces",
                Set.of(),
                call ->
                    HttpAnswer.json(
                        () ->
                            Stream.generate(piece::duplicate)
                                .limit(LONG_ANSWER / piece.capacity())
                                .iterator())));
  }

  @Test
  void answersThatAreNeverReadDelayNoOtherClient() throws Exception {
    try (AtsHarness harness = harness().start();
        Crowd crowd = new Crowd()) {
      Endpoint plain = harness.endpoint(PLAIN);
      String big = TestClient.request("GET", "/" + "x".repeat(7000), plain.host());
      for (int i = 0; i < 200; i++) {
        TestClient.talk(plain.address(), plain.port(), big);
      }
      for (int i = 0; i < MANY; i++) {
        crowd.join(consolePort(harness), "GET /api/journal HTTP/1.1\r\nHost: localhost\r\n\r\n");
      }
      assertAnswers(harness);
      JsonNode journal =
          JsonMapper.shared()
              .readTree(
                  TestClient.get(harness.manifest().console().resolve("/api/journal")).body());
      assertThat(journal.get("entries").size() + journal.get("dropped").asInt())
          .isGreaterThanOrEqualTo(200);
      assertThat(journal.at("/entries/0/requests/0/path").asString())
          .endsWith("... and 5,977 more characters");
    }
  }

  private static String all(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String head(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(100), StandardCharsets.UTF_8);
  }

  /** Sends one more byte, and returns whether the server has closed the connection. */
  private static boolean isCutOff(Socket socket) {
    try {
      socket.getOutputStream().write('x');
      socket.setSoTimeout(5);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true; // a reset
    }
  }

  private static void drip(Socket socket, StringBuilder answer) throws IOException {
    socket.setSoTimeout(5);
    InputStream in = socket.getInputStream();
    try {
      socket.getOutputStream().write(1);
      for (int c = in.read(); c >= 0; c = in.read()) {
        answer.append((char) c);
      }
    } catch (SocketTimeoutException e) {
      return; // nothing yet
    }
  }
}
