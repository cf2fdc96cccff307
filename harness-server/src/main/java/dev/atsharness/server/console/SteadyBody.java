package dev.atsharness.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A body for which a thread waits: it fails once it has been too slow for too long. */
final class SteadyBody extends CountedBody {

  /** What a body must keep on average. */
  static final long BYTES_PER_SECOND = 64 * 1024;

  private final Duration grace;
  private final long start = System.nanoTime();
  private long seen;

  /**
   * @param grace for which it may be as slow as it likes
   */
  SteadyBody(InputStream in, Duration grace) {
    super(in);
    this.grace = grace;
  }

  @Override
  void count(long bytes) throws IOException {
    seen += bytes;
    Duration allowed = grace.plusMillis(seen * 1000 / BYTES_PER_SECOND);
    if (Duration.ofNanos(System.nanoTime() - start).compareTo(allowed) > 0) {
      throw new TooSlowException(BYTES_PER_SECOND);
    }
  }
}
