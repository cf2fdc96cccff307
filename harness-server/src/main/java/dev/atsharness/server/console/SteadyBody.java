package dev.atsharness.server.console;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A body for which a thread waits: it fails once it has been too slow for too long. */
final class SteadyBody extends FilterInputStream {

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
  public int read() throws IOException {
    int one = super.read();
    count(1);
    return one;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int some = super.read(buffer, offset, length);
    count(some);
    return some;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long some = super.skip(bytes);
    count(some);
    return some;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) throws IOException {
    seen += Math.max(0, bytes);
    Duration allowed = grace.plusMillis(seen * 1000 / BYTES_PER_SECOND);
    if (Duration.ofNanos(System.nanoTime() - start).compareTo(allowed) > 0) {
      throw new TooSlowException(BYTES_PER_SECOND);
    }
  }
}
