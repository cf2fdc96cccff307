package dev.atsharness.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A checker judges endpoints: a scanner, a script, a device's log. It is called by several threads
 * at once, each time for a different endpoint.
 */
public interface Checker {

  /** The short name in reports and on the command line, for example {@code testssl}. */
  String name();

  /** The version that the checker reports. */
  String version();

  /**
   * The client profile whose expectation applies. A checker with a profile is a device and is
   * judged by what this client does and logs; a checker without one is a scanner and is judged by
   * the violations that it reports.
   */
  default Optional<String> profile() {
    return Optional.empty();
  }

  /**
   * True if this is a client on trial, which reports nothing but whether it connected: it is judged
   * by what every client must do, from the server's journal.
   */
  default boolean client() {
    return false;
  }

  /** The known limitations of this checker. */
  default KnownLimitations limits() {
    return KnownLimitations.NONE;
  }

  /** True if a check mostly waits for the endpoint, so that more parallel checks are faster. */
  default boolean ioBound() {
    return false;
  }

  /**
   * Checks one endpoint.
   *
   * @param limit how long the check may take; a checker that reaches the limit stops everything
   *     that it started and reports {@link CheckerOutput.Status#TIMED_OUT}
   * @throws IOException if the checker itself failed; the message is human-readable
   */
  CheckerOutput check(CheckedEndpoint endpoint, Duration limit)
      throws IOException, InterruptedException;
}
