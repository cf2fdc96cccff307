package dev.atsharness.server.internal.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Writes a body a byte at a time, without a thread that waits. The server's timer writes each byte
 * a tenth of a second after the previous one was sent, or sooner if the body would take too long.
 * It stops when the client closes the connection.
 */
final class SlowBody {

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

  private final Scheduler timer;
  private final Content.Sink sink;
  private final ByteBuffer body;
  private final long pauseNanos;
  private final Callback whenDone;

  /**
   * A writer for a body.
   *
   * @param longest maximum of all pauses together
   */
  SlowBody(
      Scheduler timer, Content.Sink sink, ByteBuffer body, Duration longest, Callback whenDone) {
    this.timer = timer;
    this.sink = sink;
    this.body = body;
    this.pauseNanos =
        Math.min(LONGEST_PAUSE.toNanos(), longest.toNanos() / Math.max(1, body.remaining()));
    this.whenDone = whenDone;
  }

  void next() {
    if (body.remaining() <= 1) {
      sink.write(true, body, whenDone);
      return;
    }
    ByteBuffer one = body.slice(body.position(), 1);
    body.position(body.position() + 1);
    sink.write(
        false,
        one,
        Callback.from(
            () -> timer.schedule(this::next, pauseNanos, TimeUnit.NANOSECONDS), whenDone::failed));
  }
}
