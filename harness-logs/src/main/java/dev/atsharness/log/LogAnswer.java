package dev.atsharness.log;

import java.util.Locale;

/** The three answers that a log can give. */
public enum LogAnswer {
  /** At least one violation was found. There may be parts that were not read. */
  VIOLATIONS,
  /** The whole log was read, and there is no violation in it. */
  NO_VIOLATIONS,
  /** No violation was found, but a part was not read or could not be understood. */
  CANNOT_TELL;

  /** The answer for a log with this many violations. */
  public static LogAnswer of(long violations, LogSummary log) {
    if (violations > 0) {
      return VIOLATIONS;
    }
    return log.unread().isEmpty() ? NO_VIOLATIONS : CANNOT_TELL;
  }

  /** The name in JSON, for example {@code cannot-tell}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
