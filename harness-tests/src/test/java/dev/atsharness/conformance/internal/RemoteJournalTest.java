package dev.atsharness.conformance.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the journal of another process asks of that process's console. */
class RemoteJournalTest {

  private static final String EMPTY =
      "{\"revision\": 7, \"newest\": 100000, \"entries\": [], \"dropped\": 99000}";

  private static final String ONE =
      EMPTY.replace(
          "[]",
          "[{\"sequence\": 100001, \"scenario\": \"key/rsa-1024\", \"outcome\": \"completed\","
              + " \"start\": \"2026-05-01T12:00:00Z\", \"client\": \"127.0.0.1\"}]");

  /** The number of questions after which the console has an entry. */
  private static final int QUESTIONS = 6;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer console;
  private RemoteJournal journal;

  @BeforeEach
  void startConsole() throws Exception {
    console = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    console.createContext(
        "/api/journal",
        exchange -> {
          asked.add(exchange.getRequestURI().getQuery());
          String answer = asked.size() > QUESTIONS ? ONE : EMPTY;
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    console.start();
    journal =
        new RemoteJournal(URI.create("http://127.0.0.1:" + console.getAddress().getPort() + "/"));
  }

  @AfterEach
  void stopConsole() {
    console.stop(0);
  }

  @Test
  void aMarkAsksForNoEntry() throws Exception {
    assertThat(journal.mark()).isEqualTo(100_000);
    assertThat(asked).containsExactly("since=999999999999999999");
  }

  @Test
  void whoHasFoundSomethingAsksOnce() throws Exception {
    assertThat(journal.connections("key/rsa-1024", 100_000, any -> true, Duration.ZERO))
        .hasValue(List.of());
    assertThat(asked).hasSize(1);
  }

  @Test
  void pausesIfTheConsoleDoesNotWait() throws Exception {
    long begin = System.nanoTime();
    assertThat(journal.connections("key/rsa-1024", 100_000, any -> true, Duration.ofSeconds(30)))
        .hasValueSatisfying(found -> assertThat(found).hasSize(1));

    assertThat(asked.get(1)).contains("changed=7&wait=");
    assertThat(asked).hasSize(QUESTIONS + 1);
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThan(Duration.ofMillis(45L * QUESTIONS / 2));
  }
}
