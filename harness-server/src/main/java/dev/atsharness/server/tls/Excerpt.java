package dev.atsharness.server.tls;

import java.util.Locale;

/** Texts of clients, cut to a length, with a mark that says so. */
public final class Excerpt {

  private Excerpt() {}

  /**
   * The text, or its beginning and how much more there is.
   *
   * @param limit most characters of the text itself; the mark comes on top
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

  /** The same, with what they are: {@code ... and 15,744 more characters}. */
  public static String more(int count, String what) {
    return more(count) + " " + what + (count == 1 ? "" : "s");
  }
}
