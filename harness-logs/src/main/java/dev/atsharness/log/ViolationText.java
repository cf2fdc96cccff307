package dev.atsharness.log;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.MessageText;
import dev.atsharness.ats.internal.Wording;
import dev.atsharness.scenario.internal.Releases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises Apple's messages in the words of every release, and the older ones without brackets
 * and server name. The words come from {@code scenarios/rules}. Case, line breaks and the level
 * word do not matter. The words are compared without any white space, so that a line break inside a
 * word does not matter either.
 */
final class ViolationText {

  /**
   * The content of a message.
   *
   * @param violation empty if the message is marked as a violation but has unknown words
   * @param parameter the quoted value, or empty
   * @param server the host name, as far as it can be read
   * @param message the message from its first word, on one line
   */
  record Found(
      Optional<Violation> violation, String parameter, ServerName server, String message) {}

  /** The pattern of a quoted value, with its maximum length in characters. */
  private static final String VALUE = "{1,200}?";

  /**
   * The words at the beginning of a violation, without spaces; the text after them determines which
   * violation it is.
   */
  private static final Pattern BEGINNING =
      Pattern.compile(
          "(?=[\\[aefw])(?:warning|error)?"
              + "(?:(\\[)ats(?:fcpv?[\\d.]+)?violation\\]:?"
              + "|ats(?:fcpv?[\\d.]+)?violation:"
              + "|fcstlsv2complianceerror:)");

  /** The words that only such messages have, but too few to read a violation. */
  private static final Pattern REMAINS =
      Pattern.compile(
          "ats_violation\\w{0,80}\\(\\d|(?:warning|error)\\W{0,3}ats(?:fcpv?[\\d.]+)?\\W?violation");

  private static final Pattern SERVER = Pattern.compile("server:");

  private record Known(Violation violation, Pattern words) {}

  /** The beginnings of the messages of all releases and of older systems. */
  private static final List<Known> KNOWN =
      Releases.builtIn().wordings().stream().map(ViolationText::known).toList();

  /** A message, and its text without white space, also in lower case. */
  private static final class Squeezed {

    private final String raw;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder words = new StringBuilder();
    private final int[] places;

    Squeezed(String raw) {
      this.raw = raw;
      this.places = new int[raw.length() + 1];
      for (int i = 0; i < raw.length(); i++) {
        char c = raw.charAt(i);
        if (!Character.isWhitespace(c)) {
          places[text.length()] = i;
          text.append(c);
          words.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
      }
      places[text.length()] = raw.length();
    }

    /** The place in the message of a character of the squeezed text. */
    int place(int at) {
      return places[at];
    }
  }

  private ViolationText() {}

  /**
   * The violations in a message: one, unless lines of unknown style run together.
   *
   * @param message the message; its line breaks are places where a line was cut
   * @param complete whether the message is known to end where the text ends
   */
  static List<Found> in(String message, boolean complete) {
    List<Found> found = new ArrayList<>();
    Squeezed squeezed = new Squeezed(message);
    String words = squeezed.words.toString();
    Matcher beginning = BEGINNING.matcher(words);
    boolean more = next(beginning, squeezed);
    while (more) {
      int start = beginning.start();
      int tail = beginning.end();
      boolean bracketed = beginning.group(1) != null;
      more = next(beginning, squeezed);
      int end = more ? beginning.start() : squeezed.text.length();
      found.add(one(squeezed, words, start, tail, end, bracketed, complete || more));
    }
    return found;
  }

  /** Whether there is a message in known words. */
  static boolean isIn(String text) {
    return in(text, true).stream().anyMatch(found -> found.violation().isPresent());
  }

  /** Whether this is the rest of a violation's message in which no violation can be recognised. */
  static boolean remainIn(String message) {
    return REMAINS.matcher(new Squeezed(message).words).find();
  }

  /** Finds the next beginning that is not the end of another word. */
  private static boolean next(Matcher beginning, Squeezed squeezed) {
    while (beginning.find()) {
      int place = squeezed.place(beginning.start());
      boolean inWord =
          place > 0
              && "aAfF".indexOf(squeezed.raw.charAt(place)) >= 0
              && Character.isLetterOrDigit(squeezed.raw.charAt(place - 1));
      if (!inWord) {
        return true;
      }
    }
    return false;
  }

  private static Found one(
      Squeezed squeezed,
      String words,
      int start,
      int tail,
      int end,
      boolean bracketed,
      boolean complete) {
    int stop = squeezed.place(end);
    String text = oneLine(squeezed.raw.substring(squeezed.place(start), stop));
    for (Known known : KNOWN) {
      Matcher matcher = known.words.matcher(words).region(tail, end);
      if (matcher.lookingAt()) {
        String parameter =
            matcher.groupCount() == 0
                ? ""
                : squeezed.text.substring(matcher.start(1), matcher.end(1));
        ServerName server = server(squeezed, start, matcher.end(), end, complete);
        // Messages without brackets come from older systems and have no server.
        boolean lost = server.state() == ServerName.State.NOT_TOLD && bracketed;
        return new Found(
            Optional.of(known.violation), parameter, lost ? ServerName.UNREADABLE : server, text);
      }
    }
    ServerName server = server(squeezed, start, tail, end, complete);
    boolean cut =
        server.state() == ServerName.State.NOT_TOLD && beginsWording(words.substring(tail, end));
    return new Found(Optional.empty(), "", cut ? ServerName.UNREADABLE : server, text);
  }

  private static ServerName server(
      Squeezed squeezed, int start, int from, int to, boolean complete) {
    Matcher server = SERVER.matcher(squeezed.words).region(from, to);
    if (!server.find()) {
      return ServerName.NOT_TOLD;
    }
    int place = squeezed.place(server.end() - 1) + 1;
    boolean unbroken = squeezed.raw.substring(squeezed.place(start), place).indexOf('\n') < 0;
    return ServerName.at(squeezed.raw.substring(place), complete, unbroken);
  }

  /** Whether this is the cut-off beginning of a known message. */
  private static boolean beginsWording(String words) {
    return KNOWN.stream()
        .anyMatch(
            known -> {
              Matcher matcher = known.words.matcher(words);
              return !matcher.lookingAt() && matcher.hitEnd();
            });
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** A pattern of the words without spaces, with a group for the quoted value. */
  private static Known known(Wording wording) {
    String words = wording.words().replace(" ", "");
    Matcher parameter = MessageText.PARAMETER.matcher(words);
    String pattern = Pattern.quote(words);
    if (parameter.find()) {
      String after = words.substring(parameter.end());
      pattern =
          Pattern.quote(words.substring(0, parameter.start()))
              + value(wording.value(), after)
              + Pattern.quote(after);
    }
    return new Known(wording.violation(), Pattern.compile(pattern, CASE_INSENSITIVE));
  }

  private static String value(Wording.Value value, String after) {
    if (value == Wording.Value.NUMBER) {
      return "(\\d{1,9})";
    }
    boolean enclosed = !after.isEmpty() && !Character.isLetterOrDigit(after.charAt(0));
    return "("
        + (enclosed ? "[^" + Pattern.quote(after.substring(0, 1)) + "]" : "\\S")
        + VALUE
        + ")";
  }
}
