package dev.atsharness.server.internal.tls;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The close of a connection whose client has its last answer and may still be sending. If the
 * socket were closed at once, TCP would answer the next bytes with a reset, which can destroy the
 * answer and end the client (SIGPIPE). So only the output is closed; what arrives is discarded
 * until the client closes, or a limit in time or bytes is reached. Runs on the selector's thread.
 */
final class Linger implements ManagedSelector.Selectable, Closeable {

  /** The number of bytes that are discarded. */
  static final int BYTES = 64 * 1024;

  private final SocketChannel channel;
  private final ByteBuffer discarded = ByteBuffer.allocate(4096);
  private int bytes;

  private Linger(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Closes a connection in this way.
   *
   * @param key the key of the channel; its events are no longer for the connection
   * @param time when the limit in time is reached
   */
  static void close(
      SocketChannel channel,
      SelectionKey key,
      ManagedSelector selector,
      Scheduler scheduler,
      Duration time) {
    Linger linger = new Linger(channel);
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      linger.close(); // the client has closed already
      return;
    }
    scheduler.schedule(
        () -> selector.submit(now -> linger.close()), time.toMillis(), TimeUnit.MILLISECONDS);
    selector.submit(now -> linger.take(key));
  }

  private void take(SelectionKey key) {
    try {
      key.attach(this);
      key.interestOps(SelectionKey.OP_READ);
    } catch (CancelledKeyException e) {
      close();
    }
  }

  @Override
  public Runnable onSelected() {
    try {
      int read = channel.read(discarded.clear());
      bytes += read;
      if (read < 0 || bytes >= BYTES) {
        close();
      }
    } catch (IOException e) {
      close(); // the client has reset the connection
    }
    return null; // nothing is left to do
  }

  /** Does nothing: the interest stays the same. */
  @Override
  public void updateKey() {}

  /** Does nothing: the new key has the same interest. */
  @Override
  public void replaceKey(SelectionKey newKey) {}

  @Override
  public void close() {
    IO.close(channel);
  }
}
