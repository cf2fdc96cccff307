package dev.atsharness.conformance.device;

import java.nio.charset.StandardCharsets;
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

  private final List<byte[]> words;
  private final Predicate<LogStyle.Event> proves;
  private boolean done;

  /**
   * @param words without one of which no event is a proof; ASCII, in any case
   * @param proves whether an event with a word is one
   */
  Watch(List<String> words, Predicate<LogStyle.Event> proves) {
    this.words =
        words.stream()
            .map(word -> word.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII))
            .toList();
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
    for (byte[] word : words) {
      int at = find(word, text, from, first < 0 ? to : first);
      first = at < 0 ? first : at;
    }
    return first;
  }

  private static int find(byte[] word, byte[] text, int from, int to) {
    int last = Math.min(to, text.length) - word.length;
    byte end = word[word.length - 1];
    for (int at = from; at <= last; at++) {
      if (lower(text[at + word.length - 1]) == end && isWord(word, text, at)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isWord(byte[] word, byte[] text, int at) {
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
