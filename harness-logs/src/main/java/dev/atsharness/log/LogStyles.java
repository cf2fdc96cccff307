package dev.atsharness.log;

import static java.util.stream.Collectors.joining;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All styles of text lines. The style of each event is recognised separately, so one text may
 * contain logs of several styles.
 */
final class LogStyles {

  /** The number of a line's first characters that show whether an event begins on it. */
  static final int LONGEST_BEGINNING = 160;

  /** The maximum length of the text that another program may put before a line, in characters. */
  private static final int LONGEST_PREFIX = 64;

  /** The text that {@code log show} writes first if it runs without {@code --info}. */
  static final String INFO_LEFT_OUT = "Skipping info and debug messages, ";

  /** The beginnings of lines that do not belong to an event: banners, headings, totals. */
  private static final List<String> NON_EVENT_LINES =
      List.of(
          "Filtering the log data using ",
          "Skipping debug messages, ",
          INFO_LEFT_OUT,
          "Timestamp  ",
          "Timestamp,",
          "----------",
          "Log      - Default:",
          "Activity - Create:",
          "[connected",
          "[disconnected");

  /** Those beginnings that {@code log show} writes even if nothing matched. */
  private static final List<String> HEADINGS =
      List.of(
          "Filtering the log data using ",
          "Skipping debug messages, ",
          INFO_LEFT_OUT,
          "Timestamp  ");

  /** Names that only {@code unifiedlog_iterator} writes. */
  private static final Pattern ITERATOR =
      Pattern.compile("\"(?:raw_message|log_type|library_uuid)\"\\s*:|,Raw Message,");

  /** The text that {@code log show} writes in JSON if nothing matched, or at the end. */
  private static final Pattern JSON_NON_EVENT_LINE =
      Pattern.compile(
          "\\s*(?:\\[\\s*\\]|\\{\\s*\"count\"\\s*:\\s*\\d+\\s*,\\s*\"finished\"\\s*:.*+)\\s*");

  /** The first line of a JSON object or array, indented or not. */
  private static final Pattern JSON_BEGINNING =
      Pattern.compile("(?:\\{\\s*\"|\\[?\\{\\s*$|\\[\\s*$|\\[\\s*\\{\\s*\"|\\},\\s*\\{)");

  /** Members that only the JSON of log tools has. */
  private static final Pattern JSON_MEMBER =
      Pattern.compile("\"(?:processImagePath|eventMessage|log_type|process_image_uuid)\"\\s*:");

  /** A time at the beginning of a line, or as the value of a JSON member. */
  private static final Pattern TIME =
      Pattern.compile(
          "(?:^|\"timestamp\"\\s*:\\s*\")"
              + "(\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:Z|[+-]\\d{2}:?\\d{2})?"
              + "|[A-Z][a-z]{2} [ \\d]\\d \\d{2}:\\d{2}:\\d{2}"
              + "|\\d{1,2}\\.\\d{1,2}\\.\\d{4},? \\d{1,2}:\\d{2}:\\d{2}"
              + "|\\d{1,2}/\\d{1,2}/\\d{4} \u00e0 \\d{1,2}:\\d{2}:\\d{2})",
          Pattern.MULTILINE);

  /** The styles of {@link LogFormat}, between two that are only read. */
  private static final List<LogStyle> ALL =
      Stream.of(
              Stream.of(new ConsoleStyle()),
              Stream.of(LogFormat.values())
                  .map(LogFormat::style)
                  .filter(LogStyle.class::isInstance)
                  .map(LogStyle.class::cast),
              Stream.of(new OtherProgramStyle()))
          .<LogStyle>flatMap(styles -> styles)
          .toList();

  private static final List<LogStyle> OF_EXPORT =
      ALL.stream().filter(LogStyle::isOfExport).toList();

  private final LogTime times;

  /**
   * @param clock gives the zone and the year if a style leaves them out
   */
  LogStyles(Clock clock) {
    this.times = new LogTime(clock);
  }

  /** Whether a line does not continue an event and other lines do not continue it. */
  static boolean standsAlone(String line) {
    return line.isBlank() || JSON_BEGINNING.matcher(line).lookingAt() || isNonEventLine(line);
  }

  /** Whether a text begins with a line that {@code log show} writes before the first event. */
  static boolean isBanner(String head) {
    return isNonEventLine(head.stripLeading());
  }

  /** Whether a line says that the export has no messages of level Info. */
  static boolean leavesInfoOut(String line) {
    return line.startsWith(INFO_LEFT_OUT);
  }

  /**
   * Whether a text has only the lines that {@code log show} or {@code log stream} writes if nothing
   * matched.
   */
  static boolean isHeading(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    if (JSON_NON_EVENT_LINE.matcher(text).matches()) {
      return true;
    }
    boolean any = false;
    boolean inFilter = false;
    for (String line : lines) {
      String plain = line.startsWith("\ufeff") ? line.substring(1) : line;
      boolean heading = HEADINGS.stream().anyMatch(plain::startsWith);
      // A predicate may have line breaks.
      if (!heading && !inFilter && !isNonEventLine(plain)) {
        return false;
      }
      any |= heading;
      inFilter =
          (inFilter || plain.startsWith(HEADINGS.get(0))) && !plain.stripTrailing().endsWith("\"");
    }
    return any;
  }

  /** Whether there is a member that only the JSON of log tools has. */
  static boolean holdsJsonMember(String text) {
    return JSON_MEMBER.matcher(text).find();
  }

  /** The words that the tool that wrote this log puts in place of a missing message. */
  static ViolationPrefilter.Replacements replacements(String head) {
    return ITERATOR.matcher(head).find()
        ? ViolationPrefilter.Replacements.ITERATOR
        : ViolationPrefilter.Replacements.APPLE;
  }

  private static boolean isNonEventLine(String line) {
    return NON_EVENT_LINES.stream().anyMatch(line::startsWith)
        || JSON_NON_EVENT_LINE.matcher(line).matches();
  }

  /**
   * The place on the line where an event begins, -1 if none does; see {@link LogStyle#beginning}.
   */
  int beginning(String line) {
    return beginning(line, ALL);
  }

  private static int beginning(String line, List<LogStyle> styles) {
    return styles.stream()
        .mapToInt(style -> style.beginning(line))
        .filter(at -> at >= 0 && at <= LONGEST_PREFIX)
        .findFirst()
        .orElse(-1);
  }

  /** The parts of an event in any style; if the style is unknown, the whole text is the message. */
  LogStyle.Event event(String lines) {
    boolean complete = lines.endsWith("\n") || lines.endsWith("\r");
    String event =
        Markup.plain(lines).strip().lines().map(String::stripTrailing).collect(joining("\n"));
    return parse(event, complete, ALL)
        .orElseGet(() -> new LogStyle.Event(Optional.empty(), "", "", "", event, complete));
  }

  private Optional<LogStyle.Event> parse(String event, boolean complete, List<LogStyle> styles) {
    return styles.stream()
        .flatMap(style -> style.parse(event, complete, times).stream())
        .findFirst();
  }

  /**
   * Whether this is a log: it has an event, or only the lines that tools print if nothing matched.
   */
  boolean recognise(String text) {
    return isHeading(text) || holdEvent(text);
  }

  /** Whether there is an event in a piece of text, in lines or in JSON. */
  boolean holdEvent(String text) {
    return holdEvent(text, ALL);
  }

  /** Whether there is an event in a style that only tools for exporting logs write. */
  boolean holdExport(String text) {
    return holdEvent(text, OF_EXPORT);
  }

  private boolean holdEvent(String text, List<LogStyle> styles) {
    if (JSON_MEMBER.matcher(text).find()) {
      return true;
    }
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      int beginning = beginning(lines.get(i), styles);
      if (beginning >= 0) {
        int last = Math.min(lines.size(), i + LogScan.MAX_LINES);
        String event = String.join(" ", lines.subList(i, last)).substring(beginning);
        if (parse(event, true, styles).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  /** The times of events in a piece of a log, in their order. */
  List<OffsetDateTime> times(String text) {
    return TIME.matcher(text)
        .results()
        .flatMap(found -> times.parse(found.group(1)).stream())
        .toList();
  }

  /** The last part of a path. */
  static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
