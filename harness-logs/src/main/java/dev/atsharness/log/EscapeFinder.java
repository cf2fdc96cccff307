package dev.atsharness.log;

/**
 * Finds in JSON what another finder finds, and also what it would find if letters were not written
 * as escapes (a backslash, "u" and four digits). No tool has to escape a letter, so each escaped
 * letter is examined.
 */
final class EscapeFinder implements Finder {

  private static final int LENGTH = 5;

  /**
   * The number of bytes searched for one before the search for the other, so that both are linear.
   */
  private static final int STEP = 4_096;

  private final Finder plain;

  EscapeFinder(Finder plain) {
    this.plain = plain;
  }

  @Override
  public int find(byte[] text, int from, int to) {
    for (int start = from; start < to; start += STEP) {
      int end = Math.min(to, start + STEP);
      int found = plain.find(text, start, Math.min(to, end + plain.reach()));
      // After that, a word may be cut at the end of this step.
      boolean isHere = found >= 0 && found < end;
      int escape = escape(text, start, isHere ? found : end, to);
      if (escape >= 0 || isHere) {
        return escape >= 0 ? escape : found;
      }
    }
    return -1;
  }

  @Override
  public int reach() {
    return Math.max(LENGTH, plain.reach());
  }

  private static int escape(byte[] text, int from, int end, int to) {
    for (int at = from; at < end && at + LENGTH <= to; at++) {
      if (text[at] == '\\' && isLetter(text, at)) {
        return at;
      }
    }
    return -1;
  }

  /** Whether this is the escape of an ASCII letter, or of a character next to the letters. */
  static boolean isLetter(byte[] text, int at) {
    return (text[at + 1] | 0x20) == 'u'
        && text[at + 2] == '0'
        && text[at + 3] == '0'
        && text[at + 4] >= '4'
        && text[at + 4] <= '7';
  }
}
