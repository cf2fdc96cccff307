package dev.atsharness.conformance.device;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import java.time.Clock;
import java.time.OffsetDateTime;

/**
 * Makes log events of violations, as a device's process does.
 *
 * <p>The text from "Warning" or "Error" on is Apple's. One function name is known (the ciphersuite
 * of FCP v2.1); for the others, the line numbers, the process id and the pointer, the shape is
 * right and the values are made up: line 0 exists in no source file. That the events have type
 * {@code Info} is inferred from the {@code --info} in Apple's command.
 */
public final class LogWriter {

  private static final int PID = 412;

  private final Clock clock;
  private final OsRelease release;
  private final String process;

  /** A writer for this process under this release; the clock gives time and time zone. */
  public LogWriter(Clock clock, OsRelease release, String process) {
    this.clock = clock;
    this.release = release;
    this.process = process;
  }

  /** The event of one violation. */
  public LogEvent event(DetectedViolation detected, String server) {
    // A plaintext connection has no boringssl context; who writes that line is not known.
    boolean tls = detected.violation() != Violation.TLS_NOT_USED;
    return new LogEvent(
        OffsetDateTime.now(clock),
        "Info",
        process,
        PID,
        tls ? "libboringssl.dylib" : "",
        "com.apple.network",
        tls ? "boringssl" : "connection",
        (tls ? context(detected.violation()) : "[C1]") + " " + release.message(detected, server));
  }

  private static String context(Violation violation) {
    return "boringssl_context_log_potential_ats_violation_"
        + (violation == Violation.CIPHERSUITE_NOT_IN_FCP
            ? "fcp_v2_1_negotiated_ciphersuite"
            : "simulated")
        + "(0) [C1.1.1.1:2][0x1000a7500]";
  }
}
