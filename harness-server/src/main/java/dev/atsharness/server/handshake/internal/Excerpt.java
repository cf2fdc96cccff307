package dev.atsharness.server.handshake.internal;

import java.util.Locale;

/** Cuts texts from clients to a length, and marks the cut. */
public final class Excerpt {

  private Excerpt() {}

  /**
   * The text, or its beginning and a mark with the number of further characters.
   *
   * @param limit maximum number of characters of the text itself, without the mark
   */
  public static String of(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    return text.substring(0, end) + more(text.length() - end, "character");
  }

  /** The mark, for example {@code ... and 15,744 more}. */
  public static String more(int count) {
    return String.format(Locale.ROOT, "... and %,d more", count);
  }

  /** The mark with the kind of what was cut: {@code ... and 15,744 more characters}. */
  public static String more(int count, String what) {
    return more(count) + " " + what + (count == 1 ? "" : "s");
  }
}
