package dev.atsharness.log;

import java.util.List;
import java.util.regex.Pattern;

/** Checks whether a log in lines has its end, and the ends of its lines. */
final class TextEnd {

  /** The beginning of a time and of the following text in a line. */
  private static final Pattern PIECE_OF_TIME =
      Pattern.compile(
          "\\d{4}-(?:\\d{0,2}|\\d{2}-[\\d :.,+T-]{0,30}Z?)(?:\\s+(?:0x[0-9a-f]*)?[\\w\\s]{0,60})?");

  /**
   * The number of lines of the same length, and their share of all lines, that are not by chance.
   */
  private static final int MANY_LINES = 6;

  private static final int ONE_IN = 20;

  /** The number of different endings that shows that lines are not repetitions. */
  private static final int MANY_ENDINGS = 4;

  private static final int ENDING = 16;

  private TextEnd() {}

  /**
   * Whether the log ends within an event: the last line has no end, and its event lacks columns or
   * a bracket. In a copied text the last line often has no end, so that alone is not a proof.
   *
   * @param tail the end of the log
   */
  static boolean isMissing(String tail, LogStyles styles) {
    if (tail.endsWith("\n") || tail.endsWith("\r")) {
      return false;
    }
    List<String> lines = tail.lines().toList();
    if (lines.isEmpty() || LogStyles.standsAlone(lines.get(lines.size() - 1))) {
      return false;
    }
    if (PIECE_OF_TIME.matcher(lines.get(lines.size() - 1)).matches()) {
      return true;
    }
    int first = lines.size() - 1;
    int least = Math.max(0, lines.size() - LogScan.MAX_LINES);
    while (first > least && styles.beginning(lines.get(first)) < 0) {
      first--;
    }
    int beginning = styles.beginning(lines.get(first));
    if (beginning < 0) {
      return false;
    }
    String event = String.join("\n", lines.subList(first, lines.size())).substring(beginning);
    LogStyle.Event last = styles.event(event);
    // The lines after it may be written by a person.
    boolean isOneLine = first == lines.size() - 1;
    return last.process().isEmpty()
        || (isOneLine && (isOpen(last.message(), '[', ']') || isOpen(last.message(), '(', ')')));
  }

  /**
   * Whether the lines were cut at a fixed width, as terminals and tables do: several unlike lines
   * have the maximum length, and none continues in the next line.
   *
   * @param head the beginning of the log
   */
  static boolean isEachLineCut(String head, LogStyles styles) {
    List<String> lines = head.lines().filter(line -> styles.beginning(line) >= 0).toList();
    int width = lines.stream().mapToInt(String::length).max().orElse(0);
    List<String> full = lines.stream().filter(line -> line.length() == width).toList();
    long endings =
        full.stream()
            .map(line -> line.substring(Math.max(0, width - ENDING)).replaceAll("[0-9a-fA-Fx]", ""))
            .distinct()
            .count();
    return full.size() >= MANY_LINES
        && full.size() * ONE_IN >= lines.size()
        && endings >= MANY_ENDINGS;
  }

  private static boolean isOpen(String message, char opening, char closing) {
    return message.chars().filter(c -> c == opening).count()
        > message.chars().filter(c -> c == closing).count();
  }
}
