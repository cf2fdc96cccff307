package dev.atsharness.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Words in any case, all found in one pass by the algorithm of Sun Wu and Udi Manber (1994) with
 * two bytes at a time: the longer the shortest word, the faster the search.
 */
final class WordSet {

  private static final int MASK = (1 << 12) - 1;

  private static final byte[][] NONE = {};

  /** The length of the shortest word; of the longer ones, so many bytes are searched for first. */
  private final int shortest;

  /**
   * The distance to the next possible end of these bytes of a word, by the two bytes at a place.
   */
  private final short[] steps = new short[MASK + 1];

  /** The words by the last two of these bytes. */
  private final byte[][][] ends = new byte[MASK + 1][][];

  /**
   * @param texts ASCII, of 2 to {@link Watch#LONGEST} characters
   */
  WordSet(List<String> texts) {
    List<byte[]> words = texts.stream().map(WordSet::bytes).toList();
    shortest = words.stream().mapToInt(word -> word.length).min().orElse(0);
    Arrays.fill(steps, (short) Math.max(0, shortest - 1));
    Arrays.fill(ends, NONE);
    for (byte[] word : words) {
      for (int i = 1; i < shortest; i++) {
        int hash = hash(word[i - 1], word[i]);
        steps[hash] = (short) Math.min(steps[hash], shortest - 1 - i);
      }
      int hash = hash(word[shortest - 2], word[shortest - 1]);
      ends[hash] = Arrays.copyOf(ends[hash], ends[hash].length + 1);
      ends[hash][ends[hash].length - 1] = word;
    }
  }

  private static byte[] bytes(String word) {
    if (word.length() < 2 || word.length() > Watch.LONGEST) {
      throw new IllegalArgumentException(
          "'" + word + "' has not 2 to " + Watch.LONGEST + " characters");
    }
    return word.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
  }

  /** The first place of a word, -1 if there is none. */
  int find(byte[] text, int from, int to) {
    int end = shortest == 0 ? to : from + shortest - 1;
    while (end < to) {
      int hash = hash(text[end - 1], text[end]);
      int step = steps[hash];
      if (step == 0 && isAnyAt(ends[hash], text, end - shortest + 1, to)) {
        return end - shortest + 1;
      }
      end += Math.max(1, step);
    }
    return -1;
  }

  /** The hash of two bytes, the same for lower-case and upper-case letters. */
  private static int hash(byte first, byte second) {
    return ((first & 0x5f) << 5 ^ (second & 0x5f)) & MASK;
  }

  private static boolean isAnyAt(byte[][] words, byte[] text, int at, int to) {
    for (byte[] word : words) {
      if (at + word.length <= to && matches(word, text, at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(byte[] word, byte[] text, int at) {
    for (int i = 0; i < word.length; i++) {
      if (lower(text[at + i]) != word[i]) {
        return false;
      }
    }
    return true;
  }

  private static int lower(byte c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }
}
