package dev.atsharness.log;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Checks whether a log in JSON has its end. */
final class JsonEnd {

  private JsonEnd() {}

  /**
   * Whether the end is missing.
   *
   * @param head the beginning of the log
   * @param tail its end
   */
  static boolean isMissing(String head, String tail) {
    String json = firstLine(head);
    String end = tail.stripTrailing();
    String lastLine = end.substring(end.lastIndexOf('\n') + 1);
    if (!begins(json) || !looksLikeJson(lastLine)) {
      return false;
    }
    if (json.startsWith("[")) {
      return !end.endsWith("]");
    }
    if (lastLine.startsWith("{")) {
      return !isWhole(lastLine);
    }
    return !end.endsWith("}") || lastLine.startsWith(" ") || lastLine.startsWith("\t");
  }

  /** Whether a log begins as JSON. */
  static boolean isJson(String head) {
    return begins(firstLine(head));
  }

  /** Whether a log in JSON has an object on each line. */
  static boolean isOfLines(String head) {
    String line = firstLine(head);
    return line.startsWith("{") && line.length() > 1;
  }

  /** The first line that is not a banner. */
  private static String firstLine(String head) {
    String text = head.startsWith("\ufeff") ? head.substring(1) : head;
    return text.lines()
        .dropWhile(line -> line.isBlank() || LogStyles.isBanner(line))
        .findFirst()
        .orElse("")
        .strip();
  }

  private static boolean begins(String line) {
    return line.startsWith("{") || line.equals("[") || line.matches("\\[\\s*\\{.*");
  }

  private static boolean looksLikeJson(String line) {
    String inner = line.strip();
    return (!inner.isEmpty() && "{}[]\",".indexOf(inner.charAt(0)) >= 0) || inner.contains("\":");
  }

  private static boolean isWhole(String line) {
    try (JsonParser parser = JsonMapper.shared().createParser(line)) {
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
      return depth == 0;
    } catch (JacksonException e) {
      return false;
    }
  }
}
