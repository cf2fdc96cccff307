package dev.atsharness.server.internal.tls;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Scheduler;

/** An accepted TCP connection that knows its port and notifies its listener when it is closed. */
final class AcceptedEndPoint extends TimedEndPoint implements HarnessEngine.Transport {

  /** The part of the request time that a client gets to close after its last answer. */
  private static final int LINGER_PART = 20;

  private final PortBinding binding;
  private final ConnectionEvents events;
  private final Optional<ClearPortWatch> watch;
  private final ManagedSelector selector;
  private final Duration lingerTime;
  private volatile SelectionKey key;
  private volatile boolean lingersAtClose;
  private volatile boolean outputEnded;
  private volatile boolean lingering;

  /**
   * @param watch the watch over a port without TLS; empty on a TLS port
   */
  AcceptedEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      Duration requestTime,
      PortBinding binding,
      ConnectionEvents events,
      Optional<ClearPortWatch> watch) {
    super(channel, selector, key, scheduler, requestTime);
    this.binding = binding;
    this.events = events;
    this.watch = watch;
    this.selector = selector;
    this.lingerTime = requestTime.dividedBy(LINGER_PART);
    this.key = key;
  }

  PortBinding binding() {
    return binding;
  }

  ConnectionEvents events() {
    return events;
  }

  /** The connection of a request without TLS. */
  AcceptedConnection arrival() {
    return new AcceptedConnection(binding.port(), false, binding.owner(), Optional.empty(), events);
  }

  /** Fills a buffer in Jetty's manner: at its limit. */
  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    int filled = super.fill(buffer);
    if (filled > 0 && watch.isPresent()) {
      watch.get().look(buffer.slice(buffer.limit() - filled, filled));
    }
    return filled;
  }

  /** Closes with a reset: a linger time of zero discards unsent data (RFC 9293). */
  @Override
  public void reset() {
    try {
      getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      close(e); // the peer has closed already
      return;
    }
    IO.close(getChannel());
    close();
  }

  @Override
  public void end() {
    shutdownOutput();
  }

  @Override
  public void lingerAtClose() {
    lingersAtClose = true;
  }

  @Override
  public void stall(Duration time) {
    getScheduler()
        .schedule(
            () -> close(new TimeoutException("silent for " + time + ", on purpose")),
            time.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Expects a request at once only without TLS: a handshake has a separate time limit. */
  @Override
  public void onOpen() {
    super.onOpen();
    if (!binding.tls()) {
      expectRequest();
    }
  }

  @Override
  public void replaceKey(SelectionKey newKey) {
    super.replaceKey(newKey);
    key = newKey;
  }

  /** A channel that is closed with a delay is open for longer than the connection. */
  @Override
  public boolean isOpen() {
    return !lingering && super.isOpen();
  }

  @Override
  protected void doShutdownOutput() {
    outputEnded = true;
    super.doShutdownOutput();
  }

  /** Leaves the channel to {@link #onClose}, which knows the cause. */
  @Override
  public void doClose() {}

  @Override
  public void onClose(Throwable cause) {
    try {
      closeChannel(cause);
      super.onClose(cause);
    } finally {
      watch.ifPresent(ClearPortWatch::closed);
      events.closed();
    }
  }

  /**
   * Jetty answers a message that it cannot read, wherever the message ends, then ends the output,
   * and closes at once with an exception. A client that was too slow has had its time.
   */
  private void closeChannel(Throwable cause) {
    boolean answered = outputEnded && cause != null && !(cause instanceof TimeoutException);
    lingering = getChannel().isOpen() && (lingersAtClose || answered);
    if (lingering) {
      Linger.close(getChannel(), key, selector, getScheduler(), lingerTime);
    } else {
      IO.close(getChannel());
    }
  }
}
