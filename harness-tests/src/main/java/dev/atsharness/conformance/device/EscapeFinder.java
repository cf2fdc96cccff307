package dev.atsharness.conformance.device;

/**
 * Finds in JSON also what another finder would find if letters were not written as escapes (a
 * backslash, "u" and four figures): no tool has to escape a letter, and so each place is looked at.
 */
final class EscapeFinder implements Finder {

  private static final int LENGTH = 5;

  private final Finder plain;

  EscapeFinder(Finder plain) {
    this.plain = plain;
  }

  @Override
  public int find(byte[] text, int from, int to) {
    int found = plain.find(text, from, to);
    int end = found < 0 ? to : found;
    for (int at = from; at + LENGTH <= end; at++) {
      if (text[at] == '\\' && isLetter(text, at)) {
        return at;
      }
    }
    return found;
  }

  @Override
  public int reach() {
    return Math.max(LENGTH, plain.reach());
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
