package dev.atsharness.log;

import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Reports from time to time how far a conversion is, if it takes more than a second. */
final class ConversionProgress {

  private static final long FIRST_MILLIS = 1_000;
  private static final long EACH_MILLIS = 5_000;

  private final String source;
  private final String program;
  private final LongSupplier records;
  private final Consumer<ConversionStep> progress;
  private final Timer timer;
  private boolean told;

  ConversionProgress(
      String source, String program, LongSupplier records, Consumer<ConversionStep> progress) {
    this.source = source;
    this.program = program;
    this.records = records;
    this.progress = progress;
    timer = new Timer("progress of " + program, true);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            tell(false);
          }
        },
        FIRST_MILLIS,
        EACH_MILLIS);
  }

  private synchronized void tell(boolean ended) {
    told = true;
    progress.accept(new ConversionStep(source, program, records.getAsLong(), ended));
  }

  /** Ends the reports. */
  synchronized void end() {
    timer.cancel();
    if (told) {
      tell(true);
    }
  }
}
