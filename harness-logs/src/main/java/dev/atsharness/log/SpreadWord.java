package dev.atsharness.log;

import java.nio.charset.StandardCharsets;

/**
 * A word in any case, with possible other characters between its letters that come from copying: a
 * line break with a hyphen or the mark of a quotation, a zero-width character as such or as an
 * entity, a tag, a terminal's colour.
 */
final class SpreadWord {

  /** The maximum number of bytes between two letters. */
  private static final int MAX_BETWEEN = 32;

  private static final int ESCAPE = 0x1b;

  private final byte[] word;

  SpreadWord(String word) {
    this.word = word.getBytes(StandardCharsets.US_ASCII);
  }

  int length() {
    return word.length;
  }

  /**
   * The number of the word's letters that begin here.
   *
   * @return the number of letters, at least 1 if the first is here
   */
  int letters(byte[] text, int at, int to) {
    int i = at;
    for (int letter = 0; letter < word.length; letter++) {
      if (letter > 0) {
        i = skip(text, i, to);
      }
      if (i >= to || (text[i] | 0x20) != word[letter]) {
        return letter;
      }
      i++;
    }
    return word.length;
  }

  boolean isAt(byte[] text, int at, int to) {
    return letters(text, at, to) == word.length;
  }

  /** The place after the characters that are not letters. */
  static int skip(byte[] text, int from, int to) {
    int end = Math.min(to, from + MAX_BETWEEN);
    int i = from;
    while (i < end) {
      int next = i + one(text, i, end);
      if (next == i) {
        return i;
      }
      i = next;
    }
    return i;
  }

  /**
   * The length of a sequence of bytes that is not a letter or digit; 0 if the first byte is one.
   */
  private static int one(byte[] text, int at, int end) {
    byte c = text[at];
    if (isAlphanumeric(c)) {
      return 0;
    }
    return switch (c) {
      case '<' -> 1 + upTo(text, at + 1, end, '>');
      case '&' -> 1 + upTo(text, at + 1, end, ';');
      case ESCAPE, '[' -> 1 + colour(text, at + 1, end);
      case '=' ->
          at + 2 < end && isHexadecimal(text[at + 1]) && isHexadecimal(text[at + 2]) ? 3 : 1;
      case '\\' ->
          at + 5 < end && text[at + 1] == 'u'
              ? 6
              : at + 1 < end && "nrt".indexOf(text[at + 1]) >= 0 ? 2 : 1;
      default -> 1;
    };
  }

  /** The distance to the place after a character; 0 if it does not occur. */
  private static int upTo(byte[] text, int from, int end, char wanted) {
    for (int i = from; i < end; i++) {
      if (text[i] == wanted) {
        return i + 1 - from;
      }
    }
    return 0;
  }

  /** The length of the rest of a colour such as {@code [1;31m}; 0 if it is not a colour. */
  private static int colour(byte[] text, int from, int end) {
    int i = from < end && text[from] == '[' ? from + 1 : from;
    int first = i;
    while (i < end && (text[i] == ';' || (text[i] >= '0' && text[i] <= '9'))) {
      i++;
    }
    return i < end && text[i] == 'm' && (i > first || text[from] == '[') ? i + 1 - from : 0;
  }

  private static boolean isHexadecimal(byte c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
  }

  static boolean isAlphanumeric(byte c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
