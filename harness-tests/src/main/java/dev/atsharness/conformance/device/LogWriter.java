package dev.atsharness.conformance.device;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Writes violations as {@code log show} prints them in its default style.
 *
 * <p>The text from "Warning" or "Error" on is Apple's. One function name is known (the ciphersuite
 * of FCP v2.1); for the others, the line numbers, the thread, the process id and the pointer, the
 * shape is right and the values are made up: line 0 exists in no source file. That the lines have
 * type {@code Info} is inferred from the {@code --info} in Apple's command.
 */
public final class LogWriter {

  private static final String COLUMNS = "%-32s%-11s%-12s%-21s%-7s%-5s";

  /** The lines that {@code log show} prints before the first event. */
  public static final List<String> HEADER =
      List.of(
          "Skipping debug messages, pass --debug to include.",
          COLUMNS.formatted("Timestamp", "Thread", "Type", "Activity", "PID", "TTL"));

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSxx", Locale.ROOT);

  private final Clock clock;
  private final OsRelease release;
  private final String process;

  /** A writer for this process under this release; the clock gives time and time zone. */
  public LogWriter(Clock clock, OsRelease release, String process) {
    this.clock = clock;
    this.release = release;
    this.process = process;
  }

  /** The line for one violation, without line end. */
  public String line(DetectedViolation detected, String server) {
    return COLUMNS.formatted(
            TIMESTAMP.format(OffsetDateTime.now(clock)), "0x1a2b3", "Info", "0x0", "412", "0")
        + process
        + ": "
        + origin(detected.violation())
        + " "
        + release.message(detected, server);
  }

  private static String origin(Violation violation) {
    if (violation == Violation.TLS_NOT_USED) {
      // A plaintext connection has no boringssl context; who writes this line is not known.
      return "[com.apple.network:connection] [C1]";
    }
    return "(libboringssl.dylib) [com.apple.network:boringssl] "
        + "boringssl_context_log_potential_ats_violation_"
        + (violation == Violation.CIPHERSUITE_NOT_IN_FCP
            ? "fcp_v2_1_negotiated_ciphersuite"
            : "simulated")
        + "(0) [C1.1.1.1:2][0x1000a7500]";
  }
}
