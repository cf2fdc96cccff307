package dev.atsharness.cli.internal.servers;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * Visits many servers at once. The results are handled by the thread that runs it, as they come.
 * May be stopped by another thread.
 */
public final class ServersRun {

  private final HostQueue queue;
  private final Function<ListedServer, AnsweredServer> visit;
  private final int expected;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /** A result, a failure of this program, or the end if both are empty. */
  private record Event(Optional<AnsweredServer> answered, Optional<Throwable> failure) {}

  /** What to do with a result. */
  public interface Handler {
    void handle(AnsweredServer answered) throws IOException;
  }

  /**
   * @param visit visits one server; is called by many threads
   */
  public ServersRun(List<ListedServer> servers, Function<ListedServer, AnsweredServer> visit) {
    this.queue = new HostQueue(servers);
    this.visit = visit;
    this.expected = servers.size();
  }

  /**
   * Visits the servers.
   *
   * @param jobs how many at once
   * @param each gets the results, in the order in which they become known
   * @return false if the run was stopped before its end
   */
  public boolean run(int jobs, Handler each) throws IOException, InterruptedException {
    for (int i = 0; i < Math.min(jobs, expected); i++) {
      Thread worker = new Thread(this::work, "probe-" + i);
      worker.setDaemon(true);
      worker.start();
    }
    try {
      for (int known = 0; known < expected; known++) {
        Event event = events.take();
        if (event.failure().isPresent()) {
          throw new IllegalStateException("a visit failed", event.failure().get());
        }
        if (event.answered().isEmpty()) {
          return false;
        }
        each.handle(event.answered().get());
      }
      return true;
    } finally {
      queue.close();
    }
  }

  /** Stops the run. What is being visited is given up. */
  public void stop() {
    queue.close();
    events.add(new Event(Optional.empty(), Optional.empty()));
  }

  private void work() {
    try {
      for (Optional<ListedServer> next = queue.take(); next.isPresent(); next = queue.take()) {
        AnsweredServer answered = visit.apply(next.get());
        queue.done(next.get());
        events.add(new Event(Optional.of(answered), Optional.empty()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      events.add(new Event(Optional.empty(), Optional.of(e)));
    }
  }
}
