package dev.atsharness.cli;

import dev.atsharness.cli.internal.servers.AnsweredServer;
import dev.atsharness.cli.internal.servers.ServerResult;
import dev.atsharness.conformance.internal.report.TimeSpan;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Prints how far a run over many servers is. On a terminal, this is one line that is overwritten;
 * elsewhere it is a line from time to time. Used by one thread.
 */
final class ServerProgress {

  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final long SILENCE = Duration.ofSeconds(10).toNanos();

  /** The number of servers after which the remaining time can be estimated. */
  private static final int ENOUGH = 5;

  private final Terminal err;
  private final int servers;
  private final LongSupplier nanos;
  private final long begun;
  private long last;
  private int done;
  private int failed;
  private int open;

  /**
   * @param servers how many are to be visited
   * @param nanos a clock like {@link System#nanoTime}
   */
  ServerProgress(Terminal err, int servers, LongSupplier nanos) {
    this.err = err;
    this.servers = servers;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
    this.last = begun;
    show();
  }

  void answered(AnsweredServer server) {
    done++;
    if (server.result() == ServerResult.FAIL) {
      failed++;
    } else if (server.result() == ServerResult.NO_VERDICT) {
      open++;
    }
    if (err.interactive()) {
      show();
    } else if (nanos.getAsLong() - last >= SILENCE) {
      last = nanos.getAsLong();
      err.line(state());
    }
  }

  /** Removes the line, so that another can be printed. */
  void clear() {
    if (err.interactive()) {
      err.writer().print(CLEAR_LINE);
      err.writer().flush();
    }
  }

  private void show() {
    if (err.interactive()) {
      err.writer().print(CLEAR_LINE + state());
      err.writer().flush();
    }
  }

  private String state() {
    return done
        + "/"
        + servers
        + " servers, "
        + failed
        + " FAIL, "
        + open
        + " NO VERDICT"
        + estimate();
  }

  private String estimate() {
    int left = servers - done;
    if (done < ENOUGH || left == 0) {
      return "";
    }
    long each = (nanos.getAsLong() - begun) / done;
    return ", about " + TimeSpan.words(Duration.ofNanos(each * left)) + " left";
  }
}
