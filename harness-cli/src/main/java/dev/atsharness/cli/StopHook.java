package dev.atsharness.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops work when the program is told to end (Ctrl-C, SIGTERM), and waits a moment so that the
 * worker can remove its temporary files. Must be removed when the work is done.
 */
final class StopHook {

  private static final long PATIENCE_SECONDS = 5;

  private final CountDownLatch over;
  private final Thread hook;

  StopHook(Runnable stop) {
    this(stop, new CountDownLatch(1));
  }

  /**
   * Returns a hook that only prints something when the program is told to end, and does not wait.
   */
  static StopHook lastWords(Runnable say) {
    return new StopHook(say, new CountDownLatch(0));
  }

  private StopHook(Runnable stop, CountDownLatch over) {
    this.over = over;
    hook =
        new Thread(
            () -> {
              stop.run();
              awaitEnd();
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void awaitEnd() {
    try {
      over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Marks the work as done and removes the hook. */
  void remove() {
    over.countDown();
    if (!hook.isAlive()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        return; // the program has just been told to end, so the hook runs
      }
    }
  }
}
