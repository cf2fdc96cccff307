package dev.atsharness.server.internal.tls;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connector with a limit on open connections. At the limit, a new connection replaces the oldest
 * one that waits for a request, or else the oldest one, so a client with a short request always
 * gets in.
 */
public class RoomMakingConnector extends ServerConnector {

  private final int maxConnections;
  private final LimitNotice full;

  /** The open connections, oldest first; guarded by its own monitor. */
  private final Set<EndPoint> open = new LinkedHashSet<>();

  /**
   * @param who whose connections these are, as the beginning of a sentence
   * @param threads run the connections; null for those of the server
   * @param maxConnections maximum number of connections open at one time
   * @param factory makes the connections
   */
  public RoomMakingConnector(
      Server server, String who, Executor threads, int maxConnections, ConnectionFactory factory) {
    super(server, threads, null, null, 0, 1, factory);
    this.maxConnections = maxConnections;
    this.full =
        new LimitNotice(
            who
                + " has "
                + maxConnections
                + " open connections, which is its limit; each new one closes an old one");
  }

  /** Whether a request of this connection has arrived that is not answered yet. */
  protected boolean isInService(EndPoint endPoint) {
    return false;
  }

  @Override
  protected SelectorManager newSelectorManager(
      Executor executor, Scheduler scheduler, int selectors) {
    return new ServerConnectorManager(executor, scheduler, selectors) {
      @Override
      protected void endPointOpened(EndPoint endPoint) {
        super.endPointOpened(endPoint);
        opened(endPoint);
      }

      @Override
      protected void endPointClosed(EndPoint endPoint) {
        synchronized (open) {
          open.remove(endPoint);
        }
        super.endPointClosed(endPoint);
      }
    };
  }

  /** Notes a new connection. */
  protected void opened(EndPoint endPoint) {
    EndPoint least = null;
    synchronized (open) {
      if (open.size() >= maxConnections) {
        least =
            open.stream()
                .filter(one -> !isInService(one))
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
