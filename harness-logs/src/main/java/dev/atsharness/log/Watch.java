package dev.atsharness.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Looks for one proof that a log speaks of something. When it has one, it costs nothing any more.
 * Not for use by several threads.
 */
final class Watch {

  /** Longest word, in bytes. */
  static final int LONGEST = 256;

  /** How far one looks for one word before one looks for the next, so that all stay linear. */
  private static final int STEP = 8_192;

  private final List<Word> words;
  private final Predicate<LogStyle.Event> proves;
  private boolean done;

  /**
   * @param words without one of which no event is a proof; ASCII, in any case, of at least two
   *     characters
   * @param proves whether an event with a word is one
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

  /** A proof from elsewhere. */
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
   * A word in any case, found as R. Nigel Horspool does, by two bytes at a time: the longer it is,
   * the faster.
   */
  private static final class Word {

    private static final int MASK = (1 << 12) - 1;

    private final byte[] word;

    /** How far it is to the next place where the word may end, by the two bytes at one place. */
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
     * @param before a place before which the word has to begin
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

    /** The same for small and capital letters. */
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
