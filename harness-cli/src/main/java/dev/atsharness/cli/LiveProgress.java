package dev.atsharness.cli;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.internal.Progress;
import dev.atsharness.conformance.internal.report.TimeSpan;
import dev.atsharness.log.internal.text.HostileText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Prints the progress of a run. On a terminal, this is one line that is overwritten. Elsewhere it
 * is a line for each deviation and one from time to time, so that a long run does not look stuck.
 * Checkers run one after the other. Guarded by itself.
 */
final class LiveProgress implements Progress {

  private static final String CLEAR_LINE = "\r\u001b[K";

  private static final long SILENCE = Duration.ofSeconds(10).toNanos();

  /**
   * The number of checks after which the remaining time can be estimated; the first ones take
   * longer.
   */
  private static final int ENOUGH = 3;

  private final Terminal err;
  private final Map<String, Integer> checks;
  private final List<String> waiting;
  private final LongSupplier nanos;
  private String checker = "";
  private int done;
  private int deviations;
  private long begun;
  private long last;

  /**
   * @param checks the number of checks that each checker has to do
   */
  LiveProgress(Terminal err, Map<String, Integer> checks) {
    this(err, checks, System::nanoTime);
  }

  /**
   * @param nanos a clock like {@link System#nanoTime}
   */
  LiveProgress(Terminal err, Map<String, Integer> checks, LongSupplier nanos) {
    this.err = err;
    this.checks = Map.copyOf(checks);
    this.waiting = new ArrayList<>(checks.keySet());
    this.nanos = nanos;
    this.last = nanos.getAsLong();
  }

  @Override
  public synchronized void started(String name, String scenario) {
    if (!name.equals(checker)) {
      checker = name;
      waiting.remove(name);
      done = 0;
      begun = nanos.getAsLong();
    }
    show();
  }

  @Override
  public synchronized void judged(CheckResult verdict) {
    done++;
    if (verdict.deviation()) {
      deviations++;
    }
    if (err.interactive()) {
      show();
    } else if (verdict.deviation()) {
      say(count() + " " + verdict.scenario() + ": " + verdict.outcome());
    } else if (nanos.getAsLong() - last >= SILENCE) {
      say(state());
    }
  }

  synchronized void end() {
    if (err.interactive()) {
      err.writer().print(CLEAR_LINE);
      err.writer().flush();
    }
  }

  private void say(String line) {
    last = nanos.getAsLong();
    err.line(line);
  }

  private void show() {
    if (err.interactive()) {
      err.writer().print(CLEAR_LINE + state());
      err.writer().flush();
    }
  }

  private String count() {
    return done + "/" + checks.get(checker) + " " + HostileText.escape(checker);
  }

  private String state() {
    return count()
        + ", "
        + number(deviations, "deviation")
        + estimate()
        + (waiting.isEmpty() ? "" : "; then " + number(waiting.size(), "more checker"));
  }

  private String estimate() {
    int left = checks.get(checker) - done;
    if (done < ENOUGH || left == 0) {
      return "";
    }
    long each = (nanos.getAsLong() - begun) / done;
    return ", about " + TimeSpan.words(Duration.ofNanos(each * left)) + " left";
  }

  private static String number(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }
}
