package dev.atsharness.server.internal.tls;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A limit on the bytes that clients can make the server keep at one time, over all connections, for
 * messages that they have begun to send and not finished. Thread-safe.
 */
public final class ByteBudget {

  private final AtomicLong left;
  private final LimitNotice full;

  /**
   * @param bytes maximum number of bytes at one time
   * @param what what takes them, as the beginning of a sentence
   */
  public ByteBudget(long bytes, String what) {
    this(
        bytes,
        new LimitNotice(what + " take " + bytes + " bytes, which is the limit; more are refused"));
  }

  ByteBudget(long bytes, LimitNotice full) {
    this.left = new AtomicLong(bytes);
    this.full = full;
  }

  /**
   * Takes this many bytes if that many are left. The caller has to {@linkplain #give give} them
   * back.
   */
  public boolean take(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    full.reached();
    return false;
  }

  /** Gives back bytes that were taken. */
  public void give(long bytes) {
    left.addAndGet(bytes);
  }

  /** The number of bytes left. */
  public long left() {
    return left.get();
  }
}
