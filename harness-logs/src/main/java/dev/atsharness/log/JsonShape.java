package dev.atsharness.log;

import java.util.Optional;

/**
 * Follows the structure of a log in JSON and counts the records that are cut off before their end.
 * Knows two forms: an object on each line, and one array or object over many lines; lines that
 * begin as no JSON does belong to something else and are passed over. Not for use by several
 * threads.
 */
final class JsonShape {

  /** Deeper than any log: from there on nothing is judged. */
  private static final int MAX_DEPTH = 60;

  private static final String LITERALS = "truefalsn0123456789+-.E";

  private final boolean lines;

  /** One bit for each value that is open, the innermost last: 1 for an object, 0 for an array. */
  private long open;

  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean lineBegins = true;
  private boolean passedOver;
  private boolean given;

  /** The last character outside of strings that is no blank; a quotation mark for a string. */
  private int before;

  private long broken;

  private JsonShape(boolean lines) {
    this.lines = lines;
  }

  /**
   * For a log that begins with JSON, but for a banner.
   *
   * @param head its beginning
   */
  static Optional<JsonShape> of(String head) {
    return JsonEnd.isJson(head) && LogStyles.holdsJsonMember(head)
        ? Optional.of(new JsonShape(JsonEnd.isOfLines(head)))
        : Optional.empty();
  }

  /** How many records are cut off; in one array, 1 is any number. */
  long broken() {
    return broken;
  }

  /** Looks at the next bytes. */
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
    // Within one array nothing shows where the next record begins.
    given = !lines;
  }
}
