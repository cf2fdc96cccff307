package dev.atsharness.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's name at the end of a message. In a copied log it may be cut by a line break,
 * shortened or masked: only a certainly complete name is given as a name.
 *
 * @param state the state of knowledge about the name
 * @param name the name; perhaps only its beginning if it is doubtful; empty if there is none
 * @param tail with {@link State#DOUBTFUL}, the possible rest of the name
 * @param prose with {@link State#DOUBTFUL}, whether the tail is the first of several words, and the
 *     message before the name is not broken
 */
record ServerName(State state, String name, String tail, boolean prose) {

  enum State {
    /** The name is whole. */
    NAMED,
    /** The message is of a kind that has no name. */
    NOT_TOLD,
    /** The log hides the name, as {@code <private>}. */
    HIDDEN,
    /** The name may continue in the next line, or beyond the end of the text. */
    DOUBTFUL,
    /** The name may continue, because the line ends with a possible edge of a screen or a cell. */
    AT_EDGE,
    /** A name is expected, but none can be read. */
    UNREADABLE,
    /** The text in the place of the name has characters that no host name can have. */
    NO_HOST
  }

  static final ServerName NOT_TOLD = new ServerName(State.NOT_TOLD, "", "", false);
  static final ServerName HIDDEN = new ServerName(State.HIDDEN, "", "", false);
  static final ServerName UNREADABLE = new ServerName(State.UNREADABLE, "", "", false);
  static final ServerName NO_HOST = new ServerName(State.NO_HOST, "", "", false);

  private static final int MAX_NAME = 253;

  private static final Pattern MASKED =
      Pattern.compile(
          "<[^<>\\n]{0,200}>|\\[?redacted\\]?|\\(null\\)|[*\u2588x]{3,}(?=\\s|$)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern OPENING = Pattern.compile("[\\s\"'`*_~(\\[{]*");
  private static final Pattern SCHEME =
      Pattern.compile("h(?:tt|xx)ps?://", Pattern.CASE_INSENSITIVE);

  /** Characters of names, ports and addresses. */
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9._:%-]+");

  private static final Pattern BRACKETED = Pattern.compile("\\[[0-9a-fA-F:.%]+\\](?::\\d{1,5})?");

  /**
   * What may follow a name directly: the ends of a quotation, a link, markup or a sentence, up to
   * the end of the word. Everything else is a part of the text in the place of the name.
   */
  private static final Pattern END =
      Pattern.compile(
          "[\"'`*~)\\]}>,;|!?]*+(?:[ \\t\\n\\r\\u00a0]|$"
              + "|[(<]?https?://|\\\\[nrt])"
              + "|\\\\?\"[]},:]",
          Pattern.CASE_INSENSITIVE);

  private static final String OPENED = "([{*~`\"'";
  private static final String CLOSED = ")]}*~`\"'";

  private static final Pattern LABELS =
      Pattern.compile(
          "(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\\.)*"
              + "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\\.?(?::\\d{1,5})?");

  private static final Pattern BLANK_LINE = Pattern.compile("[^\\S\\n]*\\n[^\\S\\n]*\\n");
  private static final Pattern PROSE = Pattern.compile("[,.;:!?]? \\p{L}{1,20}(?:[\\s,.;:!?]|$)");

  private static final Pattern HAS_WORD = Pattern.compile("[\\p{L}\\p{N}]");

  private static final Pattern FRAGMENT =
      Pattern.compile("[a-z]{1,5}|(?=.*[a-z0-9])(?=.*[0-9.-])[a-z0-9.-]{1,253}");

  /** Marks of quotations, at the beginning of each quoted line. */
  private static final Pattern QUOTE = Pattern.compile("^(?:[>|\u00bb\u2502][ \\t]?)++");

  private static final Pattern NUMBERS = Pattern.compile("(?:.*\\.)?\\d+\\.?(?::\\d{1,5})?");
  private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern IPV4 =
      Pattern.compile("(?:" + BYTE + "\\.){3}" + BYTE + "(?::\\d{1,5})?");

  private static final Pattern IPV6 =
      Pattern.compile(
          "(?!.*::.*::)(?!.*:::)[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?:%[\\w.-]+)?");

  /**
   * The name that begins a piece of text.
   *
   * @param text the text after "server:", with its line breaks, including further text
   * @param complete whether the text ends because the message ends
   * @param unbroken whether there is no line break in the message before it
   */
  static ServerName at(String text, boolean complete, boolean unbroken) {
    // "(null)", which the system writes for a name that it does not have, has its own parenthesis.
    if (isMasked(text, skip(OPENING, text, 0, "<[*"))
        || isMasked(text, skip(OPENING, text, 0, "<[*("))) {
      return HIDDEN;
    }
    int start = skip(OPENING, text, 0, "");
    Matcher bracketed = BRACKETED.matcher(text);
    if (start > 0
        && text.charAt(start - 1) == '['
        && bracketed.region(start - 1, text.length()).lookingAt()) {
      return END.matcher(text).region(bracketed.end(), text.length()).lookingAt()
          ? named(bracketed.group())
          : NO_HOST;
    }
    String opening = text.substring(0, start);
    int first = skip(SCHEME, text, start, "");
    boolean isUrl = first > start;
    start = first;
    Matcher run = RUN.matcher(text).region(start, text.length());
    if (!run.lookingAt()) {
      return text.isBlank() || Shortened.isMarked(text) ? UNREADABLE : NO_HOST;
    }
    String name = run.group();
    int end = run.end();
    // Underscores on both sides are markup; those in front alone are a part of the name.
    int emphasis = (int) opening.chars().filter(c -> c == '_').count();
    while (emphasis > 0 && name.endsWith("_")) {
      name = name.substring(0, name.length() - 1);
      emphasis--;
    }
    name = "_".repeat(emphasis) + name;
    String line = text.substring(end).lines().findFirst().orElse("");
    if (Shortened.isMarked(line)) {
      return UNREADABLE;
    }
    if (Shortened.isAtEdge(line) && !isOpened(text.substring(0, start), line)) {
      return isHost(name) ? new ServerName(State.AT_EDGE, name, "", false) : UNREADABLE;
    }
    if (!endsThere(text, isUrl && text.startsWith("/", end) ? end + 1 : end, isUrl)
        || !isClosed(opening, line)) {
      return NO_HOST;
    }
    if (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      return isHost(name) ? named(name) : NO_HOST;
    }
    return atWordEnd(name, text.substring(end), complete, unbroken);
  }

  private static ServerName atWordEnd(
      String name, String rest, boolean complete, boolean unbroken) {
    String next = rest.strip();
    if (next.isEmpty()) {
      boolean ended = complete || rest.indexOf('\n') >= 0;
      return !isHost(name) ? NO_HOST : ended ? named(name) : doubtful(name, "", false);
    }
    int lineBreak = rest.indexOf('\n');
    boolean onNextLine = lineBreak >= 0 && rest.substring(0, lineBreak).isBlank();
    boolean blankLine = onNextLine && BLANK_LINE.matcher(rest).lookingAt();
    next = QUOTE.matcher(next).replaceFirst("");
    if (!onNextLine && HAS_WORD.matcher(rest.lines().findFirst().orElse("")).find()) {
      // The name ends the message, so the words after a space are a part of the text in its place.
      return LineStart.isCertain(next) && isHost(name) ? named(name) : NO_HOST;
    }
    if (!onNextLine
        || (blankLine && !isFragment(next.lines().findFirst().orElse("")))
        || LineStart.isCertain(next)) {
      return isHost(name) ? named(name) : NO_HOST;
    }
    Matcher tail = RUN.matcher(next);
    boolean mayGoOn = tail.lookingAt() && tail.group().chars().anyMatch(Character::isLetterOrDigit);
    if (!mayGoOn) {
      return isHost(name) ? named(name) : NO_HOST;
    }
    return doubtful(
        name, tail.group(), unbroken && PROSE.matcher(next.substring(tail.end())).lookingAt());
  }

  private static boolean isMasked(String text, int start) {
    return MASKED.matcher(text).region(start, text.length()).lookingAt();
  }

  /** Whether a name ends before this place; a path may follow the host of a URL. */
  private static boolean endsThere(String text, int at, boolean isUrl) {
    return (isUrl && text.charAt(at - 1) == '/')
        || END.matcher(text).region(at, text.length()).lookingAt();
  }

  /** Whether what was opened directly before the name is closed in the same line. */
  private static boolean isClosed(String opening, String line) {
    return opening
        .chars()
        .filter(c -> OPENED.indexOf(c) >= 0)
        .allMatch(c -> line.indexOf(CLOSED.charAt(OPENED.indexOf(c))) >= 0);
  }

  /** Whether the end of the line closes something that was opened before the name. */
  private static boolean isOpened(String before, String line) {
    char mark = line.strip().charAt(0);
    return (mark == '>' && before.indexOf('<') >= 0)
        || (mark == '~' && before.indexOf('~') >= 0)
        || (mark == '\u00bb' && before.indexOf('\u00ab') >= 0);
  }

  /**
   * Whether a line may be the rest of a name and not an ordinary word: a name has dots, digits and
   * hyphens, and its last label is short.
   */
  static boolean isFragment(String line) {
    return FRAGMENT.matcher(line.stripTrailing()).matches();
  }

  private static ServerName named(String name) {
    return new ServerName(State.NAMED, name, "", false);
  }

  private static ServerName doubtful(String name, String tail, boolean prose) {
    return new ServerName(State.DOUBTFUL, name, tail, prose);
  }

  private static int skip(Pattern what, String text, int from, String butNot) {
    Matcher matcher = what.matcher(text).region(from, text.length());
    int end = matcher.lookingAt() ? matcher.end() : from;
    for (int i = from; i < end; i++) {
      if (butNot.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return end;
  }

  /** Whether this is a whole host name or address, perhaps with a port (RFC 1123, RFC 5952). */
  static boolean isHost(String name) {
    if (name.length() > MAX_NAME) {
      return false;
    }
    return NUMBERS.matcher(name).matches()
        ? IPV4.matcher(name).matches()
        : LABELS.matcher(name).matches() || IPV6.matcher(name).matches();
  }
}
