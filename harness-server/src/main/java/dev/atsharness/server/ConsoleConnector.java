package dev.atsharness.server;

import dev.atsharness.server.internal.tls.RoomMakingConnector;
import dev.atsharness.server.internal.tls.TimedEndPoint;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The console's port. It has separate threads, so the console answers even if the endpoints are
 * busy. At the connection limit a new connection replaces an old one, so a health check always gets
 * in.
 */
final class ConsoleConnector extends RoomMakingConnector {

  private static final int MAX_THREADS = 16;
  private static final int MIN_THREADS = 2;

  private final Duration requestTime;

  /**
   * @param maxConnections maximum number of connections open at one time
   * @param requestTime time for the headers of a request to arrive
   */
  ConsoleConnector(
      Server server, HttpConnectionFactory http, int maxConnections, Duration requestTime) {
    super(server, "The console", threads(), maxConnections, http);
    this.requestTime = requestTime;
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
  protected void opened(EndPoint endPoint) {
    ((TimedEndPoint) endPoint).expectRequest();
    super.opened(endPoint);
  }

  @Override
  protected boolean isInService(EndPoint endPoint) {
    return ((TimedEndPoint) endPoint).isInService();
  }
}
