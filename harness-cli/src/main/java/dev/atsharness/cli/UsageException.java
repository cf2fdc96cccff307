package dev.atsharness.cli;

import java.util.function.Supplier;

/** Thrown if the command line cannot be executed as written; the message says what is possible. */
sealed class UsageException extends RuntimeException
    permits RunningHarness.TokenException, RunningHarness.AbsentException {

  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }

  UsageException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Returns the supplier's value, or throws a usage error if the supplier refuses the user's input.
   */
  static <T> T refusing(Supplier<T> named) {
    try {
      return named.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
