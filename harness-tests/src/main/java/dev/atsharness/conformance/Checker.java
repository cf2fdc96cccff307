package dev.atsharness.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Anything that judges an endpoint: a scanner, a script, a device's log. Called from several
 * threads at once, each time for another endpoint.
 */
public interface Checker {

  /** Short name in reports and on the command line, for example {@code testssl}. */
  String name();

  /** The checker's own version, as it states it. */
  String version();

  /**
   * The client profile whose expectation applies. A checker that has one is a device, judged on
   * what that client does and logs; one that has none is a scanner, judged on the violations it
   * reports.
   */
  default Optional<String> profile() {
    return Optional.empty();
  }

  /** What this checker is known not to do. */
  default KnownLimitations limits() {
    return KnownLimitations.NONE;
  }

  /** Whether it spends most of a check waiting for the endpoint, so that more at once go faster. */
  default boolean ioBound() {
    return false;
  }

  /**
   * Checks one endpoint.
   *
   * @param limit how long the check may take; a checker that hits it stops everything it started
   *     and reports {@link CheckerOutput.Status#TIMED_OUT}
   * @throws IOException if the checker itself could not do its work; the message is for people
   */
  CheckerOutput check(CheckedEndpoint target, Duration limit)
      throws IOException, InterruptedException;
}
