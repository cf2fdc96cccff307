package dev.atsharness.conformance.checker.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Delays the end of the JVM (Ctrl-C, SIGTERM) until a thread has cleaned up: the thread is
 * interrupted and then has a moment.
 */
final class ExitGuard {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook;

  private ExitGuard(Thread guarded) {
    hook =
        new Thread(
            () -> {
              guarded.interrupt();
              awaitClose();
            },
            "exit guard");
  }

  /**
   * Creates a guard for the calling thread.
   *
   * @throws InterruptedException if the JVM is already ending
   */
  static ExitGuard ofThisThread() throws InterruptedException {
    ExitGuard guard = new ExitGuard(Thread.currentThread());
    try {
      Runtime.getRuntime().addShutdownHook(guard.hook);
    } catch (IllegalStateException ending) {
      throw new InterruptedException("the program is ending");
    }
    return guard;
  }

  private void awaitClose() {
    try {
      closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Marks the thread as cleaned up. */
  void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // In this case the hook is running or has run, and no longer waits.
    }
  }
}
