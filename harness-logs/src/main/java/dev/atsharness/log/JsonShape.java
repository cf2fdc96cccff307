package dev.atsharness.log;

import java.util.Optional;

/**
 * Follows the structure of a log in JSON and counts the records that are cut off before their end.
 * It knows two forms: an object on each line, and one array or object over many lines. Lines that
 * cannot be JSON are ignored. Not for use by several threads.
 */
final class JsonShape {

  /** A depth greater than that of any log; beyond it nothing is judged. */
  private static final int MAX_DEPTH = 60;

  private static final String LITERALS = "truefalsn0123456789+-.E";

  private final boolean lines;

  /** One bit for each open value, the innermost last: 1 for an object, 0 for an array. */
  private long open;

  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean lineBegins = true;
  private boolean passedOver;
  private boolean given;

  /** The last non-blank character outside of strings; a quotation mark for a string. */
  private int before;

  private long broken;

  private JsonShape(boolean lines) {
    this.lines = lines;
  }

  /**
   * The shape of a log that begins with JSON, perhaps after a banner; empty for another log.
   *
   * @param head its beginning
   */
  static Optional<JsonShape> of(String head) {
    return JsonEnd.isJson(head) && LogStyles.holdsJsonMember(head)
        ? Optional.of(new JsonShape(JsonEnd.isOfLines(head)))
        : Optional.empty();
  }

  /** The number of records that are cut off; in one array, 1 stands for any number. */
  long broken() {
    return broken;
  }

  /** Reads the next bytes. */
  void see(byte[] text, int from, int to) {
    for (int i = from; i < to && !given; i++) {
      see(text[i]);
    }
  }

  private void see(int c) {
    if (c == '\n') {
      endLine();
    } else if (passedOver) {
      return;
    } else if (inString) {
      inString = escaped || c != '"';
      escaped = !escaped && c == '\\';
    } else if (c != ' ' && c != '\t' && c != '\r' && (c > 0 || depth > 0)) {
      if (lineBegins) {
        lineBegins = false;
        passedOver = depth == 0 && "{[]},".indexOf(c) < 0;
      }
      if (!passedOver) {
        token(c);
      }
    }
  }

  private void endLine() {
    if (inString || (lines && depth > 0 && !passedOver)) {
      breakOff();
    }
    lineBegins = true;
    passedOver = false;
  }

  private void token(int c) {
    boolean fits =
        switch (c) {
          case '"' -> depth > 0 && (before == ':' || before == ',' || before == opening());
          case '{', '[' ->
              depth == 0 || before == ':' || (!inObject() && (before == ',' || before == '['));
          case '}' -> depth > 0 && inObject() && before != ':' && before != ',';
          case ']' -> depth == 0 || !inObject();
          case ',' -> before != ':' && (depth == 0 || before != opening());
          case ':' -> depth > 0 && inObject() && before == '"';
          default -> depth > 0 && LITERALS.indexOf(c) >= 0 && before != '"';
        };
    if (!fits) {
      breakOff();
      passedOver = true;
      return;
    }
    before = c;
    if (c == '"') {
      inString = true;
    } else if (c == '{' || c == '[') {
      open = open << 1 | (c == '{' ? 1 : 0);
      given = ++depth > MAX_DEPTH;
    } else if ((c == '}' || c == ']') && depth > 0) {
      open >>>= 1;
      depth--;
    }
  }

  private boolean inObject() {
    return (open & 1) == 1;
  }

  private int opening() {
    return inObject() ? '{' : '[';
  }

  private void breakOff() {
    broken++;
    open = 0;
    depth = 0;
    inString = false;
    escaped = false;
    // Within one array, the start of the next record cannot be found.
    given = !lines;
  }
}
