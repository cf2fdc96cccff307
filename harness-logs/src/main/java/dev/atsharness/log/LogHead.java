package dev.atsharness.log;

import java.util.regex.Pattern;

/**
 * The facts about a log that its beginning shows.
 *
 * @param holdsEvent whether there is an event in it
 * @param isExport whether that event is in a style that only tools for exporting logs write
 * @param isHeading whether it is only the heading that {@code log show} writes if nothing matched
 * @param needsInfo whether it has many subsystems and has levels, but no event of level Info
 */
record LogHead(boolean holdsEvent, boolean isExport, boolean isHeading, boolean needsInfo) {

  /** The number of subsystems that shows that no predicate was used. */
  private static final int MANY_SUBSYSTEMS = 4;

  private static final Pattern SUBSYSTEM =
      Pattern.compile(
          "\\[(com\\.apple\\.[\\w.-]{1,100}):[^\\]\\n]{0,100}\\]"
              + "|\"subsystem\"\\s*:\\s*\"(com\\.apple\\.[\\w.-]{1,100})\""
              + "|,(com\\.apple\\.[\\w.-]{1,100}),");

  private static final Pattern LEVEL =
      level("Default|Error|Fault|Debug|Notice", "Df|Er?|Ft?|Db|Dg");
  private static final Pattern INFO = level("Info", "In?");

  static LogHead of(String head, LogStyles styles) {
    return new LogHead(
        styles.holdEvent(head),
        styles.holdExport(head),
        LogStyles.isHeading(head),
        needsInfo(head));
  }

  private static boolean needsInfo(String head) {
    return !INFO.matcher(head).find()
        && LEVEL.matcher(head).find()
        && SUBSYSTEM
                .matcher(head)
                .results()
                .map(
                    found ->
                        found.group(1) != null
                            ? found.group(1)
                            : found.group(2) != null ? found.group(2) : found.group(3))
                .distinct()
                .limit(MANY_SUBSYSTEMS)
                .count()
            == MANY_SUBSYSTEMS;
  }

  /** The places where the styles have a level, in words or as in {@code --style compact}. */
  private static Pattern level(String words, String letters) {
    return Pattern.compile(
        "(?:^(?:"
            + words
            + ")(?:\\t| {2})|0x[0-9a-f]+\\s+(?:"
            + words
            + ")\\s+0x|\"(?:messageType|log_type|level)\"\\s*:\\s*\"(?:"
            + words
            + ")\"|,(?:"
            + words
            + "),|<(?:"
            + words
            + ")>:?)|\\.\\d{3} +(?-i:"
            + letters
            + ") ",
        Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  }
}
