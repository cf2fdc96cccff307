package dev.atsharness.conformance.device;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds what {@link Needle} finds, also where a line break or a blank is inside of a word. For
 * short texts: it looks at the whole text first.
 */
final class TolerantFinder implements Finder {

  /** A violation, the oldest message, the name of a function, and what replaces a message. */
  private static final Pattern WORDS =
      Pattern.compile(
          spaced("ats")
              + "(?=[\\s\\S]{0,160}?"
              + spaced("violation")
              + ")"
              + "|"
              + spaced("tlsv2comp")
              + "|"
              + spaced("<composefailure")
              + "|"
              + spaced("unknownsharedstring")
              + "|"
              + spaced("uuidtextfile")
              + "|"
              + spaced("error:invalid"),
          Pattern.CASE_INSENSITIVE);

  private final int[] places;

  TolerantFinder(byte[] text) {
    // One character a byte, so that the places in both are the same.
    String bytes = new String(text, StandardCharsets.ISO_8859_1);
    this.places = WORDS.matcher(bytes).results().mapToInt(MatchResult::start).toArray();
  }

  @Override
  public int find(byte[] text, int from, int to) {
    int at = Arrays.binarySearch(places, from);
    int next = at >= 0 ? at : -at - 1;
    return next < places.length && places[next] < to ? places[next] : -1;
  }

  @Override
  public int reach() {
    return 1;
  }

  private static String spaced(String word) {
    StringBuilder pattern = new StringBuilder();
    word.chars().forEach(c -> pattern.append(pattern.isEmpty() ? "" : "\\s*+").append((char) c));
    return pattern.toString();
  }
}
