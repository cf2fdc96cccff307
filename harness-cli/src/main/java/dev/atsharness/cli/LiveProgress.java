package dev.atsharness.cli;

import dev.atsharness.conformance.Progress;
import dev.atsharness.conformance.Verdict;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells how a run goes: on a terminal in one line that is overwritten, elsewhere in a line for each
 * deviation, and in one now and then, so that a long run is not taken for a stuck one. Guarded by
 * itself.
 */
final class LiveProgress implements Progress {

  private static final String CLEAR_LINE = "\r\u001b[K";

  private static final long SILENCE = Duration.ofSeconds(10).toNanos();

  private final Terminal err;
  private final int total;
  private final LongSupplier nanos;
  private int done;
  private long last;

  LiveProgress(Terminal err, int total) {
    this(err, total, System::nanoTime);
  }

  /**
   * @param nanos a clock like {@link System#nanoTime}
   */
  LiveProgress(Terminal err, int total, LongSupplier nanos) {
    this.err = err;
    this.total = total;
    this.nanos = nanos;
    this.last = nanos.getAsLong();
  }

  @Override
  public synchronized void started(String checker, String scenario) {
    show(checker + " " + scenario);
  }

  @Override
  public synchronized void judged(Verdict verdict) {
    done++;
    String what = verdict.checker() + " " + verdict.scenario() + ": " + verdict.outcome();
    if (err.interactive()) {
      show(what);
    } else if (verdict.deviation() || nanos.getAsLong() - last >= SILENCE) {
      last = nanos.getAsLong();
      err.line(done + "/" + total + " " + what);
    }
  }

  synchronized void end() {
    if (err.interactive()) {
      err.writer().print(CLEAR_LINE);
      err.writer().flush();
    }
  }

  private void show(String what) {
    if (err.interactive()) {
      err.writer().print(CLEAR_LINE + done + "/" + total + " " + what);
      err.writer().flush();
    }
  }
}
