package dev.atsharness.conformance.internal;

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
 * Finds the ports that lead to a harness from here: connects to each, sends nothing, and searches
 * the harness's journal for the connections.
 *
 * @param journal the journal of the harness
 */
record KnownPorts(RemoteJournal journal) {

  /** The limit for one connection; a packet filter may drop packets instead of refusing. */
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  private static final int AT_ONCE = 256;

  /** How long to wait for the journal: the harness records a connection when it notices its end. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(50);

  /**
   * The result of the attempts.
   *
   * @param known the ports that lead to the harness, with the harness's own port numbers
   * @param strange the ports that accepted a connection that the harness does not know
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
      return false; // for any reason, this port does not lead to the harness
    }
  }
}
