package dev.atsharness.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Searches a log for one proof of something. Once it has the proof, it costs nothing. Not for use
 * by several threads.
 */
final class Watch {

  /** The maximum length of a word, in bytes. */
  static final int LONGEST = 256;

  /**
   * The number of bytes searched for one word before the search for the next, so that all are
   * linear.
   */
  private static final int STEP = 8_192;

  private final List<Word> words;
  private final Predicate<LogStyle.Event> proves;
  private boolean done;

  /**
   * @param words words, of which a proof has at least one; ASCII, in any case, of at least two
   *     characters
   * @param proves whether an event with such a word is a proof
   */
  Watch(List<String> words, Predicate<LogStyle.Event> proves) {
    this.words = words.stream().map(Word::new).toList();
    this.proves = proves;
  }

  boolean isDone() {
    return done;
  }

  void see(LogStyle.Event event) {
    done |= proves.test(event);
  }

  /** Ends the search, because there is proof from another source. */
  void end() {
    done = true;
  }

  /** The first place of a word, -1 if there is none. */
  int find(byte[] text, int from, int to) {
    int first = -1;
    for (int start = from; start < to && first < 0; start += STEP) {
      for (Word word : words) {
        int at = word.find(text, start, Math.min(first < 0 ? start + STEP : first, to), to);
        first = at < 0 ? first : at;
      }
    }
    return first;
  }

  /**
   * A word in any case, found by R. Nigel Horspool's algorithm with two bytes at a time: the longer
   * the word, the faster the search.
   */
  private static final class Word {

    private static final int MASK = (1 << 12) - 1;

    private final byte[] word;

    /** The distance to the next possible end of the word, by the two bytes at a place. */
    private final short[] steps = new short[MASK + 1];

    Word(String text) {
      this.word = text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
      if (word.length < 2 || word.length > LONGEST) {
        throw new IllegalArgumentException(
            "'" + text + "' has not 2 to " + LONGEST + " characters");
      }
      Arrays.fill(steps, (short) (word.length - 1));
      for (int i = 1; i < word.length; i++) {
        steps[hash(word[i - 1], word[i])] = (short) (word.length - 1 - i);
      }
    }

    /**
     * @param before place before which the word has to begin
     */
    int find(byte[] text, int from, int before, int to) {
      int last = word.length - 1;
      int end = from + last;
      while (end < to && end - last < before) {
        int step = steps[hash(text[end - 1], text[end])];
        if (step == 0 && matches(text, end - last)) {
          return end - last;
        }
        end += Math.max(1, step);
      }
      return -1;
    }

    /** The hash of two bytes, the same for lower-case and upper-case letters. */
    private static int hash(byte first, byte second) {
      return ((first & 0x5f) << 5 ^ (second & 0x5f)) & MASK;
    }

    private boolean matches(byte[] text, int at) {
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
}
