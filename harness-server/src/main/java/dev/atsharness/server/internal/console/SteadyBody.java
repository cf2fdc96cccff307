package dev.atsharness.server.internal.console;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A body for which a thread waits. It fails if it arrives too slowly for too long. */
final class SteadyBody extends CountedBody {

  /** The minimum average rate of a body. */
  static final long BYTES_PER_SECOND = 64 * 1024;

  private final Duration grace;
  private final long start = System.nanoTime();
  private long seen;

  /**
   * @param grace initial time without a minimum rate
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
