package dev.atsharness.conformance.device;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Finds the words without which no line is a violation, in any case: "ATS" and soon after it
 * "violation", or "TLS" and soon after it "v2" in the oldest message. Nearly every line of a log
 * has neither, so how fast this is decides how fast a log is read. Both words begin with a "v", a
 * rare letter, which is looked for in eight bytes at a time (the test for a zero byte in a word of
 * Alan Mycroft, 1987).
 */
final class Needle {

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final byte[] VIOLATION = ascii("violation");
  private static final byte[] V2 = ascii("v2");
  private static final byte[] ATS = ascii("ats");
  private static final byte[] TLS = ascii("tls");

  static final int LENGTH = VIOLATION.length;

  /** How far apart the two words may be: a wrapped line is indented, perhaps. */
  private static final int MAX_GAP = 128;

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = ONES << 7;

  /** The bit that makes a letter a small one. */
  private static final long SMALL = ONES * 0x20;

  private static final long ALL_V = ONES * 'v';

  /**
   * The first place of a word.
   *
   * @return its offset, or -1 if there is none between the two
   */
  int find(byte[] text, int from, int to) {
    int last = to - LENGTH;
    for (int at = letter(text, from, to); at >= 0 && at <= last; at = letter(text, at + 1, to)) {
      if (isWord(text, at, VIOLATION)
          ? follows(text, at, ATS)
          : isWord(text, at, V2) && follows(text, at, TLS)) {
        return at;
      }
    }
    return -1;
  }

  /** The first "v", -1 if there is none. */
  private static int letter(byte[] text, int from, int to) {
    int at = from;
    while (at + 4 * Long.BYTES <= to
        && (letters(text, at)
                | letters(text, at + Long.BYTES)
                | letters(text, at + 2 * Long.BYTES)
                | letters(text, at + 3 * Long.BYTES))
            == 0) {
      at += 4 * Long.BYTES;
    }
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long letters = letters(text, at);
      if (letters != 0) {
        return at + Long.numberOfTrailingZeros(letters) / Byte.SIZE;
      }
    }
    while (at < to && (text[at] | 0x20) != 'v') {
      at++;
    }
    return at < to ? at : -1;
  }

  /** Zero if none of eight bytes is the letter; else the lowest bit that is set is in the first. */
  private static long letters(byte[] text, int at) {
    long zeroWhereLetter = ((long) EIGHT_BYTES.get(text, at) | SMALL) ^ ALL_V;
    return (zeroWhereLetter - ONES) & ~zeroWhereLetter & HIGH_BITS;
  }

  private static boolean follows(byte[] text, int at, byte[] word) {
    for (int start = at - word.length; start >= Math.max(0, at - MAX_GAP); start--) {
      if (isWord(text, start, word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWord(byte[] text, int at, byte[] word) {
    int i = 0;
    while (i < word.length && (text[at + i] | 0x20) == word[i]) {
      i++;
    }
    return i == word.length;
  }

  private static byte[] ascii(String word) {
    return word.getBytes(StandardCharsets.US_ASCII);
  }
}
