package dev.atsharness.server.http;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Writes a body a byte at a time. No thread waits: each byte is written by the server's timer, a
 * while after the one before is on its way. A client that goes away ends it.
 */
final class SlowBody {

  private static final long PAUSE_MILLIS = 100;

  private final Scheduler timer;
  private final Content.Sink sink;
  private final ByteBuffer body;
  private final Callback whenDone;

  SlowBody(Scheduler timer, Content.Sink sink, ByteBuffer body, Callback whenDone) {
    this.timer = timer;
    this.sink = sink;
    this.body = body;
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
            () -> timer.schedule(this::next, PAUSE_MILLIS, TimeUnit.MILLISECONDS),
            whenDone::failed));
  }
}
