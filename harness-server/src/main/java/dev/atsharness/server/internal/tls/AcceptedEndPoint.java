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

  private final PortBinding binding;
  private final ConnectionEvents events;
  private final Optional<ClearPortWatch> watch;

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
  public void onClose(Throwable cause) {
    try {
      super.onClose(cause);
    } finally {
      watch.ifPresent(ClearPortWatch::closed);
      events.closed();
    }
  }
}
