package dev.atsharness.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Finds the words that every violation has, in any case: "ATS" and soon after it "violation", or
 * "TLS" and soon after it "v2" in the oldest message; and the words that a tool writes in place of
 * a message whose text it does not have. Nearly every line of a log has none of them, so the speed
 * of this class determines the speed of reading. The first two words are found by a "v", the others
 * by a rare character, and words that may have been cut by a bracket with an "A"; the search
 * examines eight bytes at a time (Alan Mycroft's test for a zero byte in a word, 1987). These words
 * are here and not in {@code scenarios/rules}, whose check requires that every message has the
 * first two of them.
 */
final class ViolationPrefilter implements Finder {

  /** The words in place of a message, by the tool that wrote the log. */
  enum Replacements {
    /** {@code log show}. */
    APPLE('<', "<compose failure", "<decode: mis"),
    /** {@code unifiedlog_iterator}. */
    ITERATOR('U', "Unknown shared s", "UUIDText file", "UUID index");

    private final byte letter;
    private final String words;

    Replacements(char letter, String... words) {
      this.letter = (byte) letter;
      this.words = String.join("\n", words);
    }
  }

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final SpreadWord VIOLATION = new SpreadWord("violation");
  private static final byte[] V2 = ascii("v2");
  private static final byte[] ATS = ascii("ats");
  private static final SpreadWord SPREAD_ATS = new SpreadWord("ats");
  private static final byte[] TLS = ascii("tls");

  /** "Error: Invalid shared string offset" and the like. */
  private static final byte[] VALID = ascii("valid ");

  private static final byte[] ERROR_IN = ascii("error: in");

  /** The maximum length of a word, whose letters may be far apart as in {@link SpreadWord}. */
  static final int LENGTH = 256;

  /** The maximum distance between the two words, because a wrapped line may be indented. */
  private static final int MAX_GAP = 128;

  /** The maximum number of bytes from "ATS" to "violation" in one line. */
  private static final int MAX_WORDS = 24;

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = ONES << 7;

  /** The bit that makes an ASCII letter lower-case. */
  private static final long SMALL = ONES * 0x20;

  private static final long ALL_V = ONES * 'v';
  private static final long ALL_BRACKETS = ONES * '[';
  private static final long ALL_A = ONES * 'a';

  private final Replacements replacements;
  private final List<byte[]> words;
  private final long allLetter;

  ViolationPrefilter(Replacements replacements) {
    this.replacements = replacements;
    this.words = replacements.words.lines().map(ViolationPrefilter::ascii).toList();
    this.allLetter = ONES * replacements.letter;
  }

  @Override
  public int reach() {
    return LENGTH;
  }

  @Override
  public int find(byte[] text, int from, int to) {
    for (int at = letter(text, from, to); at >= 0; at = letter(text, at + 1, to)) {
      boolean found =
          (text[at] | 0x20) == 'v'
              ? isViolation(text, at, to)
              : text[at] == '[' ? isCut(text, at + 1, to) : isReplacement(text, at, to);
      if (found) {
        return at;
      }
    }
    return -1;
  }

  private boolean isViolation(byte[] text, int at, int to) {
    if (mayGoOn(text, at + 1, to, 'i')) {
      if (!mayGoOn(text, at + 2, to, 'o') && (text[at + 1] | 0x20) == 'i') {
        return false;
      }
      int letters = VIOLATION.letters(text, at, to);
      if (letters == VIOLATION.length()) {
        return follows(text, at, ATS) || followsSpread(text, at);
      }
      return isEnd(text, at + letters, to) && followsDirectly(text, at);
    }
    if (isWord(text, at, to, V2)) {
      return follows(text, at, TLS);
    }
    return replacements == Replacements.ITERATOR
        && at >= ERROR_IN.length
        && isWord(text, at, to, VALID)
        && isWord(text, at - ERROR_IN.length, at, ERROR_IN);
  }

  /**
   * Whether this is the letter, or not a letter at all. A quick check, because nearly every "v"
   * belongs to another word.
   */
  private static boolean mayGoOn(byte[] text, int at, int to, char letter) {
    return at >= to || (text[at] | 0x20) == letter || !SpreadWord.isAlphanumeric(text[at]);
  }

  /** Whether these are only the first words of a violation, because the line was cut. */
  private static boolean isCut(byte[] text, int at, int to) {
    if (!isWord(text, at, to, ATS)) {
      int i = at;
      while (i < to && i < at + ATS.length && (text[i] | 0x20) == ATS[i - at]) {
        i++;
      }
      return isEnd(text, i, to);
    }
    int i = at + ATS.length;
    // For example "[ATS FCPv2.1 ".
    while (i < to && i < at + MAX_WORDS && "]\n[(<".indexOf(text[i]) < 0 && text[i] >= 0) {
      if ((text[i] | 0x20) == 'v' && VIOLATION.isAt(text, i, to)) {
        return false;
      }
      i++;
    }
    return i >= to || text[i] != ']';
  }

  /** Whether a line, or the rest of a cut line, ends here. */
  private static boolean isEnd(byte[] text, int at, int to) {
    if (at >= to) {
      return true;
    }
    byte c = text[at];
    return c < 0
        || "\n\r\".([<|>\\~".indexOf(c) >= 0
        || (c == ' '
            && at + 1 < to
            && (text[at + 1] < 0 || "\n\r.([<|>\\~".indexOf(text[at + 1]) >= 0));
  }

  /** Whether "ATS", optionally with "FCPv2.1", is directly before this place. */
  private static boolean followsDirectly(byte[] text, int at) {
    return follows(text, at, Math.max(0, at - MAX_WORDS), ATS);
  }

  private static boolean followsSpread(byte[] text, int at) {
    for (int start = at - ATS.length; start >= Math.max(0, at - MAX_GAP); start--) {
      if ((text[start] | 0x20) == 'a' && SPREAD_ATS.isAt(text, start, at)) {
        return true;
      }
    }
    return false;
  }

  private boolean isReplacement(byte[] text, int at, int to) {
    for (byte[] word : words) {
      if (matches(text, at, to, word)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The first place of one of the two letters, or of a bracket followed by an "a"; -1 if there is
   * none.
   */
  private int letter(byte[] text, int from, int to) {
    int at = from;
    long other = allLetter;
    while (at + 4 * Long.BYTES < to
        && (letters(text, at, other)
                | letters(text, at + Long.BYTES, other)
                | letters(text, at + 2 * Long.BYTES, other)
                | letters(text, at + 3 * Long.BYTES, other))
            == 0) {
      at += 4 * Long.BYTES;
    }
    for (; at + Long.BYTES < to; at += Long.BYTES) {
      long letters = letters(text, at, other);
      if (letters != 0) {
        return at + Long.numberOfTrailingZeros(letters) / Byte.SIZE;
      }
    }
    while (at < to
        && (text[at] | 0x20) != 'v'
        && text[at] != replacements.letter
        && !(text[at] == '[' && (at + 1 == to || (text[at + 1] | 0x20) == 'a'))) {
      at++;
    }
    return at < to ? at : -1;
  }

  /**
   * Zero if none of the eight bytes is such a letter; otherwise the lowest set bit is in the first
   * one.
   */
  private static long letters(byte[] text, int at, long other) {
    long bytes = (long) EIGHT_BYTES.get(text, at);
    long next = (long) EIGHT_BYTES.get(text, at + 1);
    long zeroWhereV = (bytes | SMALL) ^ ALL_V;
    long zeroWhereOther = bytes ^ other;
    long zeroWhereCut = (bytes ^ ALL_BRACKETS) | ((next | SMALL) ^ ALL_A);
    return (((zeroWhereV - ONES) & ~zeroWhereV)
            | ((zeroWhereOther - ONES) & ~zeroWhereOther)
            | ((zeroWhereCut - ONES) & ~zeroWhereCut))
        & HIGH_BITS;
  }

  private static boolean follows(byte[] text, int at, byte[] word) {
    return follows(text, at, Math.max(0, at - MAX_GAP), word);
  }

  private static boolean follows(byte[] text, int at, int first, byte[] word) {
    for (int start = at - word.length; start >= first; start--) {
      if (isWord(text, start, at, word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWord(byte[] text, int at, int to, byte[] word) {
    if (at + word.length > to) {
      return false;
    }
    int i = 0;
    while (i < word.length && (text[at + i] | 0x20) == (word[i] | 0x20)) {
      i++;
    }
    return i == word.length;
  }

  private static boolean matches(byte[] text, int at, int to, byte[] word) {
    if (at + word.length > to) {
      return false;
    }
    int i = 0;
    while (i < word.length && text[at + i] == word[i]) {
      i++;
    }
    return i == word.length;
  }

  private static byte[] ascii(String word) {
    return word.getBytes(StandardCharsets.US_ASCII);
  }
}
