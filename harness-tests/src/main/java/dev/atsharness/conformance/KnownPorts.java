package dev.atsharness.conformance;

import dev.atsharness.server.Manifest.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Tells which ports lead to a harness from here: connects to each, sends nothing, and looks into
 * the harness's journal for the connections.
 *
 * @param journal of the harness
 */
record KnownPorts(RemoteJournal journal) {

  /** A packet filter may drop what others refuse. */
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  private static final int AT_ONCE = 256;

  /** The harness writes a connection down when it notices its end. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(50);

  /**
   * What became of the attempts.
   *
   * @param known the ports that lead to the harness, under the numbers that it has for them itself
   * @param strange those that accepted a connection which the harness does not know
   */
  record Found(Set<Listener> known, Set<Listener> strange) {}

  Found of(List<Listener> ports) throws IOException, InterruptedException {
    long mark = journal.mark();
    List<Listener> accepted = accepting(ports);
    Set<Integer> numbers = accepted.stream().map(Listener::port).collect(Collectors.toSet());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Optional<Set<Integer>> seen = journal.portsSince(mark);
    while (seen.filter(some -> !some.containsAll(numbers)).isPresent()
        && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE.toMillis());
      seen = journal.portsSince(mark);
    }
    Set<Integer> known = seen.orElse(numbers);
    Map<Boolean, Set<Listener>> found =
        accepted.stream()
            .collect(
                Collectors.partitioningBy(port -> known.contains(port.port()), Collectors.toSet()));
    return new Found(found.get(true), found.get(false));
  }

  private static List<Listener> accepting(List<Listener> ports) throws InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE, KnownPorts::daemon);
    try {
      Map<Listener, Future<Boolean>> answers = new LinkedHashMap<>();
      ports.forEach(port -> answers.put(port, workers.submit(() -> accepts(port))));
      List<Listener> accepting = new ArrayList<>();
      for (Map.Entry<Listener, Future<Boolean>> answer : answers.entrySet()) {
        if (answer.getValue().get()) {
          accepting.add(answer.getKey());
        }
      }
      return accepting;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "reach");
    thread.setDaemon(true);
    return thread;
  }

  private static boolean accepts(Listener port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(port.address(), port.port()), (int) CONNECT_LIMIT.toMillis());
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false; // whatever the reason is, this way does not lead there
    }
  }
}
