package dev.atsharness.log;

import java.util.Locale;

/** The answers that a log can give. */
public enum LogAnswer {
  /** At least one violation counts. There may be parts that were not read. */
  VIOLATIONS,
  /** The whole log was read, and there is no violation in it. */
  NO_VIOLATIONS,
  /**
   * The whole log was read. It has violations, but only of processes to which Apple's requirements
   * do not apply.
   */
  NOT_REQUIRED,
  /** No violation counts, but a part was not read or could not be understood. */
  CANNOT_TELL;

  /** The answer for a log with this many violations. */
  public static LogAnswer of(long violations, LogSummary log) {
    return of(violations, 0, log);
  }

  /**
   * The answer for a log.
   *
   * @param violations number of violations of processes to which the requirements apply
   * @param others number of violations of other processes
   */
  public static LogAnswer of(long violations, long others, LogSummary log) {
    if (violations > 0) {
      return VIOLATIONS;
    }
    if (!log.unread().isEmpty()) {
      return CANNOT_TELL;
    }
    return others > 0 ? NOT_REQUIRED : NO_VIOLATIONS;
  }

  /** The name in JSON, for example {@code cannot-tell}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
