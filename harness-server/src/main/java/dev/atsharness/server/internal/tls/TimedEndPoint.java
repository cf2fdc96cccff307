package dev.atsharness.server.internal.tls;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A TCP connection with a limit on the total time of the next request to arrive. An idle timeout
 * alone does not end a connection on which a byte arrives now and then.
 *
 * <p>A request costs two memory writes and no timer: a connection has one timer, which fires once
 * per request time. Thread-safe.
 */
public class TimedEndPoint extends SocketChannelEndPoint {

  private final Duration requestTime;
  private final AtomicInteger inService = new AtomicInteger();
  private volatile long since;
  private volatile Scheduler.Task watch;
  private volatile boolean closed;

  /**
   * @param requestTime maximum time from when a request is {@linkplain #expectRequest expected} to
   *     the end of its headers
   */
  public TimedEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      Duration requestTime) {
    super(channel, selector, key, scheduler);
    this.requestTime = requestTime;
  }

  /**
   * The connection that a request arrived on.
   *
   * @throws IllegalArgumentException if it is not such a connection
   */
  public static TimedEndPoint of(Request request) {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    if (endPoint instanceof TlsConnection.DecryptedEndPoint decrypted) {
      return decrypted.accepted();
    }
    if (endPoint instanceof TimedEndPoint timed) {
      return timed;
    }
    throw new IllegalArgumentException(
        "not a request on a connection with a time limit: " + request);
  }

  /** Starts the time for the next request. */
  public void expectRequest() {
    since = System.nanoTime();
    watchFor(requestTime);
  }

  /** Notes that a request's headers have arrived; it is in service until {@link #served}. */
  public void requestArrived() {
    inService.incrementAndGet();
  }

  /**
   * Notes that a request's answer was sent, or failed; after the last answer the time for the next
   * request starts.
   */
  public void served() {
    since = System.nanoTime();
    inService.decrementAndGet();
  }

  /** Whether requests have arrived that are not answered yet. */
  public boolean isInService() {
    return inService.get() > 0;
  }

  private void watchFor(Duration time) {
    watch = getScheduler().schedule(this::look, time.toMillis() + 1, TimeUnit.MILLISECONDS);
    if (closed) {
      watch.cancel();
    }
  }

  private void look() {
    Duration left =
        isInService()
            ? requestTime
            : requestTime.minus(Duration.ofNanos(System.nanoTime() - since));
    if (left.isNegative() || left.isZero()) {
      close(new TimeoutException("no complete request arrived within " + requestTime));
    } else if (!closed) {
      watchFor(left);
    }
  }

  @Override
  public void onClose(Throwable cause) {
    closed = true;
    Scheduler.Task task = watch;
    if (task != null) {
      task.cancel();
    }
    super.onClose(cause);
  }
}
