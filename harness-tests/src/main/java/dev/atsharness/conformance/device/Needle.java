package dev.atsharness.conformance.device;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the words without which no line is a violation, in any case: "violation", and "compliance"
 * for the oldest message. Nearly every line of a log has neither, so how fast this is decides how
 * fast a log is read. It looks at two bytes at a time and mostly skips eight (Wu and Manber, "A
 * fast algorithm for multi-pattern searching", 1994).
 */
final class Needle {

  /** Of equal length: the first letter of "compliance" is left out. */
  private static final byte[][] WORDS = {ascii("violation"), ascii("ompliance")};

  static final int LENGTH = 9;

  /** The low five bits of a letter are the same in either case. */
  private static final int LETTER = 0x1f;

  private static final int LETTERS = 32;

  private final byte[] skips = new byte[LETTERS * LETTERS];

  Needle() {
    Arrays.fill(skips, (byte) (LENGTH - 1));
    for (byte[] word : WORDS) {
      for (int i = 1; i < LENGTH; i++) {
        int pair = pair(word[i - 1], word[i]);
        skips[pair] = (byte) Math.min(skips[pair], LENGTH - 1 - i);
      }
    }
  }

  /**
   * The first place of a word.
   *
   * @return its offset, or -1 if there is none between the two
   */
  int find(byte[] text, int from, int to) {
    int last = from + LENGTH - 1;
    while (last < to) {
      int skip = skips[pair(text[last - 1], text[last])];
      if (skip > 0) {
        last += skip;
      } else if (isWord(text, last - LENGTH + 1)) {
        return last - LENGTH + 1;
      } else {
        last++;
      }
    }
    return -1;
  }

  private static int pair(byte one, byte two) {
    return (one & LETTER) * LETTERS + (two & LETTER);
  }

  private static boolean isWord(byte[] text, int at) {
    for (byte[] word : WORDS) {
      int i = 0;
      while (i < LENGTH && (text[at + i] | 0x20) == word[i]) {
        i++;
      }
      if (i == LENGTH) {
        return true;
      }
    }
    return false;
  }

  private static byte[] ascii(String word) {
    return word.getBytes(StandardCharsets.US_ASCII);
  }
}
