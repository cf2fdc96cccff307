package dev.atsharness.server.internal.tls;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Logs that a limit was reached, at most once per minute, so that many clients cannot fill the log.
 * Thread-safe.
 */
public final class LimitNotice {

  private static final System.Logger LOG = System.getLogger(LimitNotice.class.getName());
  private static final long PAUSE = Duration.ofMinutes(1).toNanos();

  private final String words;
  private final LongSupplier nanos;
  private final Consumer<String> log;
  private boolean told;
  private long toldAt;
  private long more;

  /**
   * @param words what happened, as a sentence without its full stop
   */
  public LimitNotice(String words) {
    this(words, System::nanoTime, text -> LOG.log(System.Logger.Level.WARNING, text));
  }

  /**
   * @param nanos the time, as {@link System#nanoTime} gives it
   * @param log receives the messages
   */
  LimitNotice(String words, LongSupplier nanos, Consumer<String> log) {
    this.words = words;
    this.nanos = nanos;
    this.log = log;
  }

  /** Notes that the limit was reached once more. */
  public synchronized void reached() {
    more++;
    long now = nanos.getAsLong();
    if (told && now - toldAt < PAUSE) {
      return;
    }
    log.accept(words + (told ? "; " + more + " times since the last message" : ""));
    told = true;
    toldAt = now;
    more = 0;
  }
}
