package dev.atsharness.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops work when the program is told to end (Ctrl-C, SIGTERM), and gives whoever does the work a
 * moment to remove its temporary files. To be removed when the work is over.
 */
final class StopHook {

  private static final long PATIENCE_SECONDS = 5;

  private final CountDownLatch over;
  private final Thread hook;

  StopHook(Runnable stop) {
    this(stop, new CountDownLatch(1));
  }

  /** Only says something when the program is told to end, and waits for nobody. */
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

  /** Says that the work is over. */
  void remove() {
    over.countDown();
    if (!hook.isAlive()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
