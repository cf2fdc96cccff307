package dev.atsharness.cli;

import dev.atsharness.conformance.ConformanceResult;

/** Exit statuses, part of the public contract. */
final class ExitCode {

  /** All as expected. */
  static final int OK = 0;

  /** A checker deviates, or a server would be refused. */
  static final int DEVIATION = 1;

  /** The command line or a file it names cannot be used. */
  static final int USAGE = 2;

  /** Cannot tell: the harness failed, or something was not checked. */
  static final int FAILURE = 3;

  private ExitCode() {}

  /** Returns the exit status of a result. A deviation takes precedence over an unknown result. */
  static int of(ConformanceResult result) {
    if (result.deviates()) {
      return DEVIATION;
    }
    return result.leavesOpen() ? FAILURE : OK;
  }
}
