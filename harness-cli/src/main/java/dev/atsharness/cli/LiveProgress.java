package dev.atsharness.cli;

import dev.atsharness.conformance.Progress;
import dev.atsharness.conformance.Verdict;

/**
 * Tells how a run goes: on a terminal in one line that is overwritten, elsewhere in a line for each
 * deviation. Guarded by itself.
 */
final class LiveProgress implements Progress {

  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Terminal err;
  private final int total;
  private int done;

  LiveProgress(Terminal err, int total) {
    this.err = err;
    this.total = total;
  }

  @Override
  public synchronized void started(String checker, String scenario) {
    show(checker + " " + scenario);
  }

  @Override
  public synchronized void judged(Verdict verdict) {
    done++;
    if (verdict.deviation() && !err.interactive()) {
      err.line(verdict.checker() + " " + verdict.scenario() + ": " + verdict.outcome());
    }
    show(verdict.checker() + " " + verdict.scenario() + ": " + verdict.outcome());
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
