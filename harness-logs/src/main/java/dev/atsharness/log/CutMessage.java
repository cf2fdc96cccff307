package dev.atsharness.log;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises messages that were cut off before or within the word "violation", and those with other
 * characters between its letters. No violation can be read in them, but each may be one. White
 * space does not matter.
 */
final class CutMessage {

  private static final String WORDS = "ats(?:fcpv?[\\d.]+)?violation";

  /**
   * The optional parts before the words of a violation: library, category, function, connection.
   */
  private static final Pattern WHOLE =
      Pattern.compile(
          "(?:\\([^)]*\\))?(?:\\[com\\.apple\\.network[\\w.]*:[^\\]]*\\])?"
              + "(?:(?:boringssl_context_log\\w*|\\w{1,2})\\(\\d+\\))?"
              + "(?:\\[c[\\d.:]+\\])?(?:\\[0x[0-9a-f]+\\])?(?:warning|error)?\\["
              + WORDS);

  /** The first letters of the words, with a bracket or with some of "violation". */
  private static final Pattern STUB =
      Pattern.compile(
          "(?:(?:warning|error)\\[(?:at?)?"
              + "|(?<words>\\[|(?<![a-z\\d])(?=ats(?:fcpv2\\.1)?v))(?:ats)"
              + "(?:f(?:c(?:p(?:v(?:2(?:\\.1?)?)?)?)?)?)?(?:v(?:i(?:o(?:l(?:a(?:t(?:io?)?)?)?)?)?)?)?)"
              + "(?=$|\u2026|\\.\\.|[\\[(<{](?:trunc|cut|snip|more|\\.\\.|\u2026)|[|>\\\\~]"
              + "|warning\\[|error\\[)");

  private static final Pattern BEGINNING =
      Pattern.compile("(?:warning|error)?\\[?(?:" + WORDS + ")");

  private static final String BETWEEN =
      "(?:&[a-z0-9#]{1,8};|=[0-9a-f]{2}|\\\\u[0-9a-f]{4}|<[^<>]{0,40}>|\\[[\\d;]{1,9}m|[^a-z0-9]){0,16}+";

  /**
   * The words with other characters between the letters; the groups are the words that may be
   * broken.
   */
  private static final Pattern SPREAD =
      Pattern.compile(
          "(?<![a-z])("
              + spread("ats")
              + ")"
              + BETWEEN
              + "(?:"
              + spread("fcp")
              + BETWEEN
              + "v?[\\d.]{0,4}"
              + BETWEEN
              + ")?("
              + spread("violation")
              + ")",
          CASE_INSENSITIVE);

  /** A length greater than that of a violation's words without blanks, in characters. */
  private static final int LONGEST_WORDS = 64;

  private CutMessage() {}

  /**
   * Whether a message that has no violation may be the beginning of one.
   *
   * @param event the event with the message; its last line may have no end
   */
  static boolean is(LogStyle.Event event) {
    return isStub(event) || isSpread(event.message()) || isBeginning(event);
  }

  /** Whether a violation in the event was cut off, even if others were not. */
  static boolean isStub(LogStyle.Event event) {
    boolean mayBeOfNetwork = event.isOfNetwork() || event.subsystem().isEmpty();
    List<String> whole = event.message().lines().toList();
    List<String> lines = whole.stream().map(CutMessage::squeezed).toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher stub = STUB.matcher(lines.get(i));
      while (stub.find()) {
        boolean hasWords = stub.group("words") != null;
        // A list in brackets continues in indented lines.
        boolean isList =
            !hasWords && i + 1 < lines.size() && whole.get(i + 1).matches("[ \\t]+[^ \\t].*");
        if ((hasWords || (mayBeOfNetwork && !isList)) && !goesOn(lines, i, stub.start())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the next lines continue the words of a violation that begin at a place in a line. */
  private static boolean goesOn(List<String> lines, int line, int place) {
    StringBuilder rest = new StringBuilder(lines.get(line).substring(place));
    int last = line + 1;
    while (last < lines.size() && rest.length() < LONGEST_WORDS) {
      rest.append(lines.get(last++));
    }
    return BEGINNING.matcher(rest).lookingAt();
  }

  private static boolean isSpread(String message) {
    Matcher spread = SPREAD.matcher(message);
    while (spread.find()) {
      if (isBroken(spread.group(1)) || isBroken(spread.group(2))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBroken(String word) {
    return !squeezed(word).chars().allMatch(Character::isLetter);
  }

  /** Whether the text before a mark, or before the end, is the beginning of a violation. */
  private static boolean isBeginning(LogStyle.Event event) {
    String visible = Shortened.withoutMark(event.message());
    boolean marked = visible.length() < event.message().length();
    if (!marked && event.complete()) {
      return false;
    }
    String words = squeezed(visible);
    boolean isOfNetwork = event.isOfNetwork() || words.startsWith("boringssl");
    Matcher whole = WHOLE.matcher(words);
    return isOfNetwork && !whole.lookingAt() && whole.hitEnd();
  }

  private static String squeezed(String text) {
    return text.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
  }

  private static String spread(String word) {
    StringBuilder pattern = new StringBuilder();
    word.chars().forEach(c -> pattern.append(pattern.isEmpty() ? "" : BETWEEN).append((char) c));
    return pattern.toString();
  }
}
