package dev.atsharness.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the words that {@link ViolationPrefilter} finds, also with a line break or a space inside a
 * word, and lines that were cut off or shortened. It is for short texts, because it first examines
 * the whole text.
 */
final class TolerantFinder implements Finder {

  /** A violation, the oldest message, the name of a function, and the replacements of a message. */
  private static final Pattern WORDS =
      Pattern.compile(
          "(?=[atu<e])(?:" // looks at most characters only once
              + spaced("ats")
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
              + spaced("error:invalid")
              + ")",
          Pattern.CASE_INSENSITIVE);

  /** The first words of a violation at the end of a line. */
  private static final Pattern CUT =
      Pattern.compile(
          "(?=[we\\[a])(?:\\b(?:warning|error)\\s*\\[[^\\]\\n]{0,24}|(?:\\[\\s*|(?<!\\w))ats\\b[^\\]\\n]{0,20})"
              + "(?=[ \\t]*(?:\\n|$))",
          Pattern.CASE_INSENSITIVE);

  /** The words of a line that may be a violation. */
  private static final Pattern OF_NETWORK =
      Pattern.compile("com\\.apple\\.network|boringssl|warning|error", Pattern.CASE_INSENSITIVE);

  /** The number of characters at the end of a line that are searched for a mark. */
  private static final int LONGEST_MARK = 120;

  private final int[] places;

  TolerantFinder(byte[] text) {
    // One character for each byte, so that the places in both are the same.
    String bytes = new String(text, StandardCharsets.ISO_8859_1);
    Finder escapes =
        new EscapeFinder(new ViolationPrefilter(ViolationPrefilter.Replacements.APPLE));
    this.places =
        Stream.of(matches(WORDS, bytes), matches(CUT, bytes), all(escapes, text), shortened(text))
            .flatMapToInt(places -> places)
            .sorted()
            .distinct()
            .toArray();
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

  private static IntStream matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().mapToInt(MatchResult::start);
  }

  private static IntStream all(Finder finder, byte[] text) {
    return IntStream.iterate(
        finder.find(text, 0, text.length),
        at -> at >= 0,
        at -> finder.find(text, at + 1, text.length));
  }

  /** The network's lines that end with a mark, and the last line if it has no end. */
  private static IntStream shortened(byte[] text) {
    IntStream.Builder places = IntStream.builder();
    int start = 0;
    for (int end = 0; end <= text.length; end++) {
      boolean atEnd = end == text.length;
      if (atEnd || text[end] == '\n') {
        int tail = Math.max(start, end - LONGEST_MARK);
        if (end > start && (atEnd || isShortened(new String(text, tail, end - tail, UTF_8)))) {
          String line = new String(text, start, end - start, UTF_8);
          if (atEnd || OF_NETWORK.matcher(line).find()) {
            places.add(end - 1);
          }
        }
        start = end + 1;
      }
    }
    return places.build();
  }

  private static boolean isShortened(String line) {
    return Shortened.withoutMark(line).length() < line.stripTrailing().length();
  }

  private static String spaced(String word) {
    StringBuilder pattern = new StringBuilder();
    word.chars()
        .forEach(c -> pattern.append(pattern.isEmpty() ? "" : "\\s{0,200}+").append((char) c));
    return pattern.toString();
  }
}
