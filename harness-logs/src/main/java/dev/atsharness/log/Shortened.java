package dev.atsharness.log;

import java.util.regex.Pattern;

/** The marks with which tools, programs and people show that they left out the rest of a line. */
final class Shortened {

  /** A mark in words or dots. */
  private static final String MARK =
      "(?:\u2026|\\.{3,}|[\\[(<{]\\s?(?:\\.{2,}|\u2026|\\+?\\d{0,9}\\s?more\\b|trunc|cut\\b|snip|clipped"
          + "|shortened|omitted|abridged|gek\u00fcrzt|abgeschnitten|tronqu\u00e9)[^\\])>}\\n]{0,60}[\\])>}]"
          + "|\\b(?:truncated|more)\\b(?=\\s*$))";

  /** The mark of a terminal, an editor or a table at its edge if a line continues. */
  private static final String EDGE = "[|>\\\\~\u00bb\u2192\u2502]+(?=[ \\t]*(?:\\n|$))";

  private static final Pattern MARKED = Pattern.compile("[ \\t]*" + MARK, Pattern.CASE_INSENSITIVE);

  private static final Pattern EDGED = Pattern.compile("[ \\t]*" + EDGE);

  private static final Pattern ENDING =
      Pattern.compile(
          "(?:\\s*(?:" + MARK + "|(?<![ \\t](?=~))" + EDGE + ")){1,4}\\s*$",
          Pattern.CASE_INSENSITIVE);

  /** The last characters of all marks but two words. */
  private static final String LAST_OF_MARK = "\u2026.])>}|\\~\u00bb\u2192\u2502";

  /** The number of characters at the end of a text that are searched for marks. */
  private static final int LONGEST_ENDING = 400;

  private Shortened() {}

  /** Whether a mark follows on the same line. */
  static boolean isMarked(String rest) {
    return MARKED.matcher(rest).lookingAt();
  }

  /** Whether the line ends with a possible edge of a screen or of a cell. */
  static boolean isAtEdge(String rest) {
    return EDGED.matcher(rest).lookingAt();
  }

  /** The text without the mark at its end; the whole text if there is none. */
  static String withoutMark(String text) {
    if (!mayEndWithMark(text)) {
      return text;
    }
    int from = Math.max(0, text.length() - LONGEST_ENDING);
    return text.substring(0, from) + ENDING.matcher(text.substring(from)).replaceFirst("");
  }

  /** Whether the last character can be that of a mark. Few lines end so, and a search is slow. */
  private static boolean mayEndWithMark(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return end > 0
        && (LAST_OF_MARK.indexOf(text.charAt(end - 1)) >= 0
            || endsWith("truncated", text, end)
            || endsWith("more", text, end));
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || c == '\u0085';
  }

  private static boolean endsWith(String word, String text, int end) {
    return text.regionMatches(true, end - word.length(), word, 0, word.length());
  }
}
