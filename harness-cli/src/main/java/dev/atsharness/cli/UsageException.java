package dev.atsharness.cli;

import java.util.function.Supplier;

/** What was asked for cannot be done as asked; the message says what can. */
sealed class UsageException extends RuntimeException
    permits RunningHarness.TokenException, RunningHarness.AbsentException {

  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }

  UsageException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The value, or its refusal of what the user named as a usage error. */
  static <T> T refusing(Supplier<T> named) {
    try {
      return named.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
