package dev.atsharness.log;

import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Text copied from Apple's Console: level, time of day, process and message, separated by tabs or
 * blanks.
 */
final class ConsoleStyle extends TextStyle {

  /** The separator of columns: a tab, or several blanks. */
  private static final String COLUMN = "(?:[^\\S\\t]*+\\t\\s*+| {2,}+)";

  private static final String TIME = "(?:" + DAY + "[ T])?" + SECONDS + "[.,]\\d+(?:[+-]\\d{4})?";

  ConsoleStyle() {
    super(
        "^(?:default|info|debug|error|fault)" + COLUMN + TIME + COLUMN,
        "(?i)(?<level>[a-z]+)"
            + COLUMN
            + "(?<time>"
            + TIME
            + ")"
            + COLUMN
            + "(?<process>\\S(?:[^\\t ]| (?! )){0,128})"
            + "(?:"
            + COLUMN
            + "\\d+(?:"
            + COLUMN
            + "0x[0-9a-f]+)?)?(?:"
            + COLUMN
            + "(?<subsystem>[\\w-]+(?:\\.[\\w-]+){2,})"
            + COLUMN
            + "[\\w.-]+)?"
            + COLUMN
            + "(?<message>.*)");
  }

  @Override
  String subsystem(Matcher parts) {
    return Optional.ofNullable(parts.group("subsystem")).orElse("");
  }
}
