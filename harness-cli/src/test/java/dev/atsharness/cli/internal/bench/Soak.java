package dev.atsharness.cli.internal.bench;

import dev.atsharness.server.Manifest;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Opens many connections to a running {@code serve}, in rounds, to all endpoints of the catalogue
 * in turn; a tenth is hostile. After each round, when no connection is open, it takes a sample of
 * the server's process, and compares the journal's count with its own. {@code .ci/soak} runs it.
 */
final class Soak {

  private static final int ROUNDS = 20;
  private static final int CLIENTS = 8;

  /** The rounds in which the JVM compiles and the caches of endpoints fill. */
  private static final int WARM_UP = ROUNDS / 4;

  /** The longest time for the server to end the last connections: a handshake has 10 s. */
  private static final Duration SETTLED = Duration.ofSeconds(60);

  private final PrintStream out;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  private Soak(PrintStream out) {
    this.out = out;
  }

  /**
   * Runs a soak and ends the JVM with its exit status.
   *
   * @param arguments the number of connections, at least {@value #ROUNDS}
   */
  public static void main(String... arguments) {
    int status;
    try {
      status = new Soak(System.out).run(Integer.parseInt(arguments[0]));
    } catch (IOException | ExecutionException e) {
      System.err.println("soak: cannot tell, because " + e.getMessage());
      status = 3;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      System.err.println("soak: cannot tell, because it was interrupted");
      status = 3;
    }
    System.exit(status);
  }

  private int run(int connections) throws IOException, InterruptedException, ExecutionException {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (ServeProcess serve = ServeProcess.start("--dns-port", "0");
        SoakClients load = new SoakClients(serve.manifest())) {
      SoakTable table = new SoakTable(out);
      table.head(connections, load.endpoints());
      List<SoakSample> samples = new ArrayList<>();
      int left = connections;
      for (int round = 0; round < ROUNDS; round++) {
        int some = left / (ROUNDS - round);
        left -= some;
        connect(clients, load, some);
        load.closeAll();
        long counted = counted(serve.manifest(), load.opened());
        samples.add(
            SoakSample.of(serve.pid(), load.opened(), counted, load.hostile(), load.queries()));
        table.row(samples.get(round));
      }
      List<String> problems = new ArrayList<>(load.problems());
      problems.addAll(SoakSample.problems(samples, WARM_UP));
      table.end(problems);
      return problems.isEmpty() ? 0 : 1;
    } finally {
      clients.shutdownNow();
    }
  }

  private static void connect(ExecutorService clients, SoakClients load, int connections)
      throws InterruptedException, ExecutionException {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int share = connections / CLIENTS + (i < connections % CLIENTS ? 1 : 0);
      tasks.add(
          () -> {
            load.open(share);
            return null;
          });
    }
    for (Future<Void> one : clients.invokeAll(tasks)) {
      one.get();
    }
  }

  /**
   * The number of the journal's entries, the dropped ones included, once it is the expected one.
   */
  private long counted(Manifest manifest, long expected) throws IOException {
    try {
      Awaitility.await()
          .atMost(SETTLED)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> counted(manifest) >= expected);
    } catch (ConditionTimeoutException e) {
      // The table shows the difference.
      return counted(manifest);
    }
    return counted(manifest);
  }

  private long counted(Manifest manifest) throws IOException {
    URI journal = manifest.console().resolve("/api/journal");
    try {
      JsonNode read =
          JsonMapper.shared()
              .readTree(
                  http.send(HttpRequest.newBuilder(journal).build(), BodyHandlers.ofString())
                      .body());
      return read.path("entries").size() + read.path("dropped").asLong();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading the journal", e);
    }
  }
}
