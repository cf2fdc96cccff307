package dev.atsharness.log.internal.archive;

/** A task that runs when the JVM is told to end (Ctrl-C, SIGTERM), unless it is cancelled. */
final class ExitTask {

  private final Thread hook;

  ExitTask(Runnable task) {
    hook = new Thread(task, "clean up");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException ending) {
      task.run(); // no hook can be added when the JVM is already ending
    }
  }

  /** Removes the task. */
  void cancel() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The task is running or has run.
    }
  }
}
