package dev.atsharness.log;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Locale;

/**
 * Makes log events for violations, as a device's process logs them.
 *
 * <p>The text from "Warning" or "Error" on is Apple's. One function name is known (the ciphersuite
 * of FCP v2.1); for the others, the line numbers, the process id and the pointer, the form is right
 * and the values are made up: no source file has a line 0. The type {@code Info} is inferred from
 * the {@code --info} in Apple's command.
 */
public final class LogWriter {

  private static final int PID = 412;

  /** The made-up address from which the addresses of the library's connections are computed. */
  private static final long FIRST_CONTEXT = 0x1000a7000L;

  private static final long CONTEXT_SIZE = 0x500;

  private final Clock clock;
  private final OsRelease release;
  private final String process;
  private final int pid;
  private final int connection;

  /** A writer for this process on this release; the clock gives time and time zone. */
  public LogWriter(Clock clock, OsRelease release, String process) {
    this(clock, release, process, PID, 1);
  }

  /**
   * A writer for one connection of a process.
   *
   * @param clock gives time and time zone
   * @param release the release whose messages it writes
   * @param process the process's name
   * @param pid the process's id
   * @param connection the connection's number in the process, from 1 on
   */
  public LogWriter(Clock clock, OsRelease release, String process, int pid, int connection) {
    this.clock = clock;
    this.release = release;
    this.process = process;
    this.pid = pid;
    this.connection = connection;
  }

  /** The event of one violation. */
  public LogEvent event(DetectedViolation detected, String server) {
    String text = release.message(detected, server);
    // A plaintext connection has no boringssl context; it is not known which library writes that
    // line.
    return detected.violation() == Violation.TLS_NOT_USED
        ? event("Info", "", "connection", "[C" + connection + "] " + text)
        : tls("Info", function(detected.violation()), text);
  }

  /**
   * Another event of the TLS library about this connection.
   *
   * @param level {@code Default}, {@code Info}, {@code Error} ...
   * @param function the C function that logs it
   */
  public LogEvent tls(String level, String function, String text) {
    String context =
        String.format(
            Locale.ROOT,
            "%s(0) [C%d.1.1.1:2][0x%x] ",
            function,
            connection,
            FIRST_CONTEXT + connection * CONTEXT_SIZE);
    return event(level, "libboringssl.dylib", "boringssl", context + text);
  }

  private LogEvent event(String level, String sender, String category, String message) {
    return new LogEvent(
        OffsetDateTime.now(clock),
        level,
        process,
        pid,
        sender,
        "com.apple.network",
        category,
        message);
  }

  private static String function(Violation violation) {
    return "boringssl_context_log_potential_ats_violation_"
        + (violation == Violation.CIPHERSUITE_NOT_IN_FCP
            ? "fcp_v2_1_negotiated_ciphersuite"
            : "simulated");
  }
}
