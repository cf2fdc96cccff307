package dev.atsharness.log;

import java.util.regex.Pattern;

/** How tools, programs and people mark that they left out the rest of a line. */
final class Shortened {

  /** A mark in words or dots. */
  private static final String MARK =
      "(?:\u2026|\\.{3,}|[\\[(<{]\\s?(?:\\.{2,}|\u2026|\\+?\\d{0,9}\\s?more\\b|trunc|cut\\b|snip|clipped"
          + "|shortened|omitted|abridged|gek\u00fcrzt|abgeschnitten|tronqu\u00e9)[^\\])>}\\n]{0,60}[\\])>}]"
          + "|\\b(?:truncated|more)\\b(?=\\s*$))";

  /** What a terminal, an editor or a table shows at its edge where a line goes on. */
  private static final String EDGE = "[|>\\\\~\u00bb\u2192\u2502]+(?=[ \\t]*(?:\\n|$))";

  private static final Pattern MARKED = Pattern.compile("[ \\t]*" + MARK, Pattern.CASE_INSENSITIVE);

  private static final Pattern EDGED = Pattern.compile("[ \\t]*" + EDGE);

  private static final Pattern ENDING =
      Pattern.compile(
          "(?:\\s*(?:" + MARK + "|(?<![ \\t](?=~))" + EDGE + ")){1,4}\\s*$",
          Pattern.CASE_INSENSITIVE);

  /** How much of a text is looked at for the marks at its end, in characters. */
  private static final int LONGEST_ENDING = 400;

  private Shortened() {}

  /** Whether a mark follows on the same line. */
  static boolean isMarked(String rest) {
    return MARKED.matcher(rest).lookingAt();
  }

  /** Whether the line ends with what may be the edge of a screen or of a cell. */
  static boolean isAtEdge(String rest) {
    return EDGED.matcher(rest).lookingAt();
  }

  /** The text before the mark at its end; all of it if there is none. */
  static String withoutMark(String text) {
    int from = Math.max(0, text.length() - LONGEST_ENDING);
    return text.substring(0, from) + ENDING.matcher(text.substring(from)).replaceFirst("");
  }
}
