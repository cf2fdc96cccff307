package dev.atsharness.log;

import java.util.regex.Pattern;

/**
 * The signs that a line begins something new and does not continue a line that was cut: a time, a
 * level, a function's name, the beginning of a message, a JSON object, markup.
 */
final class LineStart {

  private static final String BULLET = "(?:[>|*\u2022\u00b7#$%-]{1,3}\\s+|\\d{1,5}[:.)]?\\s+)?";

  private static final String TIME_OF_DAY = "\\d{1,2}[:.h]\\d{2}(?:[:.]\\d{2})?";

  /**
   * A date in the order of various countries: 2026-10-05, 05.10.2026, 10/5/26, 5. Oktober 2026, Oct
   * 5.
   */
  private static final String DATE =
      "(?:\\p{L}{2,10}\\.?,?\\s+)?(?:\\d{4}[-./]\\d{1,2}[-./]\\d{1,2}|\\d{1,2}[-./]\\d{1,2}[-./]\\d{2,4}"
          + "|\\d{1,2}\\.?\\s\\p{L}{3,10}\\.?,?(?:\\s\\d{4})?|\\p{L}{3,10}\\.?\\s+\\d{1,2},?(?:\\s\\d{4})?)";

  private static final Pattern TIMED =
      Pattern.compile(
          BULLET
              + "\\[?(?:"
              + DATE
              + "[T,]?\\s{0,3}(?:\\p{L}{1,3}\\s)?"
              + TIME_OF_DAY
              + "|\\d{4}-\\d{2}-\\d{2}(?:[T\\s]|$)"
              + "|\\d{1,2}:\\d{2}:\\d{2}\\b)");

  private static final Pattern FILE_AND_LINE =
      Pattern.compile(
          "(?:\\S{1,200}:\\d{1,9}[:-]|\\[[^\\]\\n"
              + "]{1,60}\\]|[\\w.-]{1,60}\\s\\|)\\s*\\d{4}-\\d{2}-\\d{2}[T ]");

  private static final Pattern LEVEL =
      Pattern.compile(
          BULLET + "(?:default|info|debug|error|fault|notice)(?:\\t|\\s{2,}|\\s+\\d)",
          Pattern.CASE_INSENSITIVE);

  /** The name of a C function and a line number, or the beginning of Apple's messages. */
  private static final Pattern MESSAGE =
      Pattern.compile(
          BULLET
              + "(?:\\w{3,120}\\(\\d+\\)\\s|(?:Warning|Error)\\s*\\[\\s*ATS\\b|\\[ATS\\s|ATS\\s+violation:|Filtering"
              + " the log data|Skipping (?:info|debug)|Timestamp\\s)",
          Pattern.CASE_INSENSITIVE);

  private LineStart() {}

  /** Whether the line begins something new, by any of the signs. */
  static boolean isCertain(String line) {
    return isTimed(line)
        || LEVEL.matcher(line).lookingAt()
        || MESSAGE.matcher(line).lookingAt()
        || LogStyles.standsAlone(firstOf(line));
  }

  /** Whether the line begins with the time of an event. */
  static boolean isTimed(String line) {
    return TIMED.matcher(line).lookingAt() || FILE_AND_LINE.matcher(line).lookingAt();
  }

  private static String firstOf(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
