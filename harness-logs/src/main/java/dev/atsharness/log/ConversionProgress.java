package dev.atsharness.log;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Reports from time to time how far a conversion is, if it takes more than a second. */
final class ConversionProgress implements AutoCloseable {

  private static final long FIRST_SECONDS = 1;
  private static final long EACH_SECONDS = 5;

  private final String source;
  private final String program;
  private final LongSupplier records;
  private final Consumer<ConversionStep> progress;
  private final ScheduledExecutorService timer;
  private boolean told;

  ConversionProgress(
      String source, String program, LongSupplier records, Consumer<ConversionStep> progress) {
    this.source = source;
    this.program = program;
    this.records = records;
    this.progress = progress;
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress of " + program);
              thread.setDaemon(true);
              return thread;
            });
    timer.scheduleAtFixedRate(() -> tell(false), FIRST_SECONDS, EACH_SECONDS, TimeUnit.SECONDS);
  }

  private synchronized void tell(boolean ended) {
    told = true;
    progress.accept(new ConversionStep(source, program, records.getAsLong(), ended));
  }

  @Override
  public synchronized void close() {
    timer.shutdownNow();
    if (told) {
      tell(true);
    }
  }
}
