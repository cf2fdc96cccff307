package dev.atsharness.log;

import java.util.List;
import java.util.function.Predicate;

/**
 * Searches a log for one proof of something. Once it has the proof, it costs nothing. Not for use
 * by several threads.
 */
final class Watch {

  /** The maximum length of a word, in bytes. */
  static final int LONGEST = 256;

  private final WordSet words;
  private final Predicate<LogStyle.Event> proves;
  private boolean done;

  /**
   * @param words words, of which a proof has at least one; ASCII, in any case, of at least two
   *     characters
   * @param proves whether an event with such a word is a proof
   */
  Watch(List<String> words, Predicate<LogStyle.Event> proves) {
    this.words = new WordSet(words);
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
    return words.find(text, from, to);
  }
}
