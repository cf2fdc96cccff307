package dev.atsharness.conformance.checker.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads one of a program's streams while it runs, on a separate thread; in a thread pool, it would
 * block other work. The bytes read so far are available at any time, because a process that escaped
 * can keep the stream open forever.
 */
final class Drain {

  private final InputStream pipe;
  private final int capacity;
  private final Optional<Runnable> onFlood;
  private final CountDownLatch begin = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(); // guarded by itself
  private volatile boolean cut;

  private Drain(InputStream pipe, int capacity, Optional<Runnable> onFlood) {
    this.pipe = pipe;
    this.capacity = capacity;
    this.onFlood = onFlood;
  }

  /**
   * Starts to read, up to a number of bytes.
   *
   * @param capacity the limit on the bytes read
   * @param onFlood called if there are more
   */
  static Drain of(InputStream pipe, int capacity, Runnable onFlood) {
    return start(new Drain(pipe, capacity, Optional.of(onFlood)));
  }

  /** Starts to read up to the end, and drops everything after a number of bytes. */
  static Drain dropping(InputStream pipe, int capacity) {
    return start(new Drain(pipe, capacity, Optional.empty()));
  }

  private static Drain start(Drain drain) {
    Thread thread = new Thread(drain::read, "drain");
    thread.setDaemon(true);
    thread.start();
    return drain;
  }

  private void read() {
    // Java's reaper needs the same monitor to close the pipe when the process ends.
    synchronized (pipe) {
      begin.countDown();
      try (pipe) {
        readToEnd();
      } catch (IOException e) {
        // A stopped program may close its end at any point; the bytes read before count.
      } finally {
        end.countDown();
      }
    }
    if (flooded()) {
      onFlood.orElseThrow().run();
    }
  }

  private void readToEnd() throws IOException {
    byte[] buffer = new byte[8192];
    for (int n = pipe.read(buffer); n >= 0 && !flooded(); n = pipe.read(buffer)) {
      synchronized (kept) {
        int room = capacity - kept.size();
        kept.write(buffer, 0, Math.min(n, room));
        cut = n > room || cut;
      }
    }
  }

  /** Waits until the stream is being read. */
  void awaitBegin() throws InterruptedException {
    begin.await();
  }

  /** Waits for the end of the stream, at most this long. */
  void await(Duration patience) throws InterruptedException {
    end.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** True if reading stopped because there was more than is kept. */
  boolean flooded() {
    return cut && onFlood.isPresent();
  }

  /** True if there was more than is kept. */
  boolean cut() {
    return cut;
  }

  /** The bytes read so far. */
  byte[] bytes() {
    synchronized (kept) {
      return kept.toByteArray();
    }
  }

  /** The text read so far. */
  String text() {
    synchronized (kept) {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }
}
