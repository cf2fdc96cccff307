package dev.atsharness.log;

/**
 * Finds in JSON also what another finder would find if letters were not written as escapes (a
 * backslash, "u" and four figures): no tool has to escape a letter, and so each place is looked at.
 */
final class EscapeFinder implements Finder {

  private static final int LENGTH = 5;

  /** How far one looks for the one before one looks for the other, so that both stay linear. */
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
      // Further on, a word may be cut where this step ends.
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
