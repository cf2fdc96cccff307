package dev.atsharness.cli.internal.servers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives servers to workers in order, but never more of one host at once than a bound. Thread-safe;
 * guarded by itself.
 */
public final class HostQueue {

  /** How many servers of one host are visited at once. */
  static final int MOST_OF_A_HOST = 2;

  private final List<ListedServer> waiting;
  private final Map<String, Integer> visited = new HashMap<>();
  private boolean closed;

  public HostQueue(List<ListedServer> servers) {
    this.waiting = new ArrayList<>(servers);
  }

  /** Waits for the next server that may be visited; empty if there are no more. */
  public synchronized Optional<ListedServer> take() throws InterruptedException {
    while (!closed && !waiting.isEmpty()) {
      for (int i = 0; i < waiting.size(); i++) {
        String host = host(waiting.get(i));
        if (visited.getOrDefault(host, 0) < MOST_OF_A_HOST) {
          visited.merge(host, 1, Integer::sum);
          return Optional.of(waiting.remove(i));
        }
      }
      wait();
    }
    return Optional.empty();
  }

  /** Says that a server has been visited. */
  public synchronized void done(ListedServer server) {
    visited.computeIfPresent(host(server), (host, count) -> count == 1 ? null : count - 1);
    notifyAll();
  }

  /** Lets no more servers be visited. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private static String host(ListedServer server) {
    return ServerUrl.host(server.url());
  }
}
