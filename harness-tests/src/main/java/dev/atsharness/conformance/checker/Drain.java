package dev.atsharness.conformance.checker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One of a program's streams, read while it runs, by a thread of its own: one of a pool would keep
 * others waiting. What was read is there at any time, since a process that got away can keep the
 * stream open for ever.
 */
final class Drain {

  private final InputStream pipe;
  private final int capacity;
  private final Optional<Runnable> onFlood;
  private final CountDownLatch end = new CountDownLatch(1);
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(); // guarded by itself
  private volatile boolean cut;

  private Drain(InputStream pipe, int capacity, Optional<Runnable> onFlood) {
    this.pipe = pipe;
    this.capacity = capacity;
    this.onFlood = onFlood;
  }

  /**
   * Begins to read, up to a number of bytes.
   *
   * @param capacity most bytes read
   * @param onFlood what to do when there are more
   */
  static Drain of(InputStream pipe, int capacity, Runnable onFlood) {
    return start(new Drain(pipe, capacity, Optional.of(onFlood)));
  }

  /** Begins to read up to the end, and drops what is beyond a number of bytes. */
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
    byte[] buffer = new byte[8192];
    try (pipe) {
      for (int n = pipe.read(buffer); n >= 0 && !flooded(); n = pipe.read(buffer)) {
        synchronized (kept) {
          int room = capacity - kept.size();
          kept.write(buffer, 0, Math.min(n, room));
          cut = n > room || cut;
        }
      }
    } catch (IOException e) {
      // A program that is stopped closes its end at any point; what came until then counts.
    } finally {
      end.countDown();
    }
    if (flooded()) {
      onFlood.orElseThrow().run();
    }
  }

  /** Waits for the end of the stream, but not for ever. */
  void await(Duration patience) throws InterruptedException {
    end.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether reading stopped because there was more than is kept. */
  boolean flooded() {
    return cut && onFlood.isPresent();
  }

  /** Whether there was more than is kept. */
  boolean cut() {
    return cut;
  }

  /** The bytes read so far. */
  byte[] bytes() {
    synchronized (kept) {
      return kept.toByteArray();
    }
  }

  /** What was read so far. */
  String text() {
    synchronized (kept) {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }
}
