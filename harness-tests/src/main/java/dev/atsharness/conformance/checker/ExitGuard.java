package dev.atsharness.conformance.checker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the end of the JVM (Ctrl-C, SIGTERM) waiting until a thread has cleaned up: it is
 * interrupted and then given a moment.
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
   * A guard of the thread that calls this.
   *
   * @throws InterruptedException if the JVM is ending already
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

  /** Says that the thread has cleaned up. */
  void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // Then the hook runs or has run, and no longer waits.
    }
  }
}
