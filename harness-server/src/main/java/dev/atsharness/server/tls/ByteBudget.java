package dev.atsharness.server.tls;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes clients may make the server keep at one time, over all connections: of what they
 * have begun to send and not finished. Thread-safe.
 */
public final class ByteBudget {

  private final AtomicLong left;

  /**
   * @param bytes at most this many at one time
   */
  public ByteBudget(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  /**
   * Takes this many bytes if they are left; what was taken is to be {@linkplain #give given} back.
   */
  public boolean take(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  /** Gives back what was taken. */
  public void give(long bytes) {
    left.addAndGet(bytes);
  }

  /** How many bytes are left. */
  public long left() {
    return left.get();
  }
}
