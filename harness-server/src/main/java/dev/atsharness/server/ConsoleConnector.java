package dev.atsharness.server;

import dev.atsharness.server.internal.tls.LimitNotice;
import dev.atsharness.server.internal.tls.TimedEndPoint;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The console's port. It has separate threads, so the console answers even if the endpoints are
 * busy. At the connection limit, a new connection replaces the oldest one that waits for a request,
 * or else the oldest one, so a health check always gets in.
 */
final class ConsoleConnector extends ServerConnector {

  private static final int MAX_THREADS = 16;
  private static final int MIN_THREADS = 2;

  private final int maxConnections;
  private final Duration requestTime;
  private final LimitNotice full;

  /** The open connections, oldest first; guarded by its own monitor. */
  private final Set<TimedEndPoint> open = new LinkedHashSet<>();

  /**
   * @param maxConnections maximum number of connections open at one time
   * @param requestTime time for the headers of a request to arrive
   */
  ConsoleConnector(
      Server server, HttpConnectionFactory http, int maxConnections, Duration requestTime) {
    super(server, threads(), null, null, 0, 1, http);
    this.maxConnections = maxConnections;
    this.requestTime = requestTime;
    this.full =
        new LimitNotice(
            "The console has "
                + maxConnections
                + " open connections, which is its limit; each new one closes an old one");
  }

  private static Executor threads() {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("ats-harness-console");
    threads.setDaemon(true);
    return threads;
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    TimedEndPoint endPoint = new TimedEndPoint(channel, selector, key, getScheduler(), requestTime);
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }

  @Override
  protected SelectorManager newSelectorManager(
      Executor executor, Scheduler scheduler, int selectors) {
    return new ServerConnectorManager(executor, scheduler, selectors) {
      @Override
      protected void endPointOpened(EndPoint endPoint) {
        super.endPointOpened(endPoint);
        opened((TimedEndPoint) endPoint);
      }

      @Override
      protected void endPointClosed(EndPoint endPoint) {
        synchronized (open) {
          open.remove((TimedEndPoint) endPoint);
        }
        super.endPointClosed(endPoint);
      }
    };
  }

  private void opened(TimedEndPoint endPoint) {
    endPoint.expectRequest();
    TimedEndPoint least = null;
    synchronized (open) {
      if (open.size() >= maxConnections) {
        least =
            open.stream()
                .filter(one -> !one.isInService())
                .findFirst()
                .orElseGet(() -> open.iterator().next());
        open.remove(least);
      }
      open.add(endPoint);
    }
    if (least != null) {
      full.reached();
      least.close(new TimeoutException("made room for a newer connection"));
    }
  }
}
