package dev.atsharness.log;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A style that puts an event on a line of its own, which a regular expression takes apart. */
class TextStyle implements LogStyle {

  private static final String DAY_AND_TIME = "\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}";

  /** As {@code log} writes it: microseconds and zone. */
  private static final String TIME = DAY_AND_TIME + "\\.\\d{6}[+-]\\d{4}";

  private static final String MILLISECONDS = DAY_AND_TIME + "\\.\\d{3}";

  /** As Python writes a {@code datetime} without zone: no fraction where it is zero. */
  private static final String PYTHON_TIME = DAY_AND_TIME + "(?:\\.\\d{6})?";

  /** As in syslog of old (RFC 3164): without year and zone. */
  private static final String BSD_TIME =
      "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \\d]\\d"
          + " \\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,6})?";

  /** Between columns: a tab, or more blanks than one. */
  private static final String COLUMN = "(?:[^\\S\\t]*+\\t\\s*+| {2,}+)";

  private static final String DAY = "\\d{4}-\\d{2}-\\d{2}";
  private static final String TIME_OF_DAY = "\\d{2}:\\d{2}:\\d{2}[.,]\\d+(?:[+-]\\d{4})?";

  /** 05.10.2026, 09:14:03 and 05/10/2026 \u00e0 09:14:03, and ISO 8601 of other programs. */
  private static final String LOCAL_TIME =
      "(?:\\d{4}-\\d{2}-\\d{2}[T"
          + " ]\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?(?:Z|[+-]\\d{2}:?\\d{2})?|(?:\\d{1,2}\\.\\d{1,2}\\.\\d{4},?(?:"
          + " um)?|\\d{1,2}/\\d{1,2}/\\d{4}(?:,| \\S{1,2})?)"
          + " \\d{1,2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?)";

  /** Those of Apple's processes that look like a device's name and a process. */
  private static final Set<String> NAMES_WITH_BLANK = Set.of("Setup Assistant", "System Settings");

  /** The library, where it is told, and the subsystem that a message may begin with. */
  private static final Pattern ORIGIN =
      Pattern.compile("\\s*(?:\\([^)\\n]*\\)\\s*)?\\[([\\w.-]+):[^\\]]*\\]");

  private final LogTime times;
  private final Pattern beginning;
  private final Pattern event;

  /** The expression of a whole event has the groups time, level, process and message. */
  private TextStyle(LogTime times, String beginning, String event) {
    this.times = times;
    this.beginning = Pattern.compile(beginning);
    this.event = Pattern.compile(event, Pattern.DOTALL);
  }

  /** All of them. */
  static List<LogStyle> all(LogTime times) {
    return List.of(
        // copied from Console: level, time of day, process, message, with tabs or blanks between
        new TextStyle(
            times,
            "^(?:default|info|debug|error|fault)"
                + COLUMN
                + "(?:"
                + DAY
                + "[ T])?"
                + TIME_OF_DAY
                + COLUMN,
            "(?i)(?<level>[a-z]+)"
                + COLUMN
                + "(?<time>(?:"
                + DAY
                + "[ T])?"
                + TIME_OF_DAY
                + ")"
                + COLUMN
                + "(?<process>\\S(?:[^\\t ]| (?! )){0,128})"
                + "(?:"
                + COLUMN
                + "\\d+(?:"
                + COLUMN
                + "0x[0-9a-f]+)?)?(?:"
                + COLUMN
                + "(?<subsystem>[\\w-]+(?:\\.[\\w-]+){2,})"
                + COLUMN
                + "[\\w.-]+)?"
                + COLUMN
                + "(?<message>.*)") {
          @Override
          String subsystem(Matcher parts) {
            return Optional.ofNullable(parts.group("subsystem")).orElse("");
          }
        },
        // log show, log stream: time, thread, type, activity, process id, TTL, process
        new TextStyle(
            times,
            TIME + "(?:\\s++0x|$)",
            "(?<time>"
                + TIME
                + ")\\s++0x[0-9a-fA-F]+\\s++(?<level>\\w+)\\s++0x[0-9a-fA-F]+\\s++\\d+\\s++\\d+\\s++"
                + "(?<process>[^:]+):(?<message>.*)"),
        // --style syslog: time, localhost, process, process id
        new TextStyle(
            times,
            TIME + "\\s++(?!0x)\\S",
            "(?<time>"
                + TIME
                + ")\\s++\\S+\\s++(?<process>[^\\[]+)\\[\\d+\\](?:\\s*<(?<level>\\w+)>)?:"
                + "(?<message>.*)"),
        // --style compact: time, type in one or two letters, process, process id, thread
        new TextStyle(
            times,
            MILLISECONDS + "\\s+[A-Z][a-z]?\\s",
            "(?<time>"
                + MILLISECONDS
                + ")\\s++(?<level>[A-Z][a-z]?)\\s++(?<process>[^\\[]+)\\[\\d+:[0-9a-fA-F]+\\]"
                + "(?<message>.*)"),
        // pymobiledevice3 syslog live: time, process, library, process id, level
        new TextStyle(
            times,
            PYTHON_TIME + " [^{\\[]+\\{",
            "(?<time>"
                + PYTHON_TIME
                + ")\\s++(?<process>[^{]+)\\{[^}]*\\}\\[\\d+\\]\\s+<(?<level>\\w+)>:"
                + "(?<message>.*)"),
        // idevicesyslog: time, device (where shown), process, library, process id, level
        new TextStyle(
            times,
            BSD_TIME + " [^\\[]+\\[\\d+\\]",
            "(?<time>"
                + BSD_TIME
                + ")\\s++(?<process>[^\\[(]+)(?:\\([^)]*\\))?\\[\\d+\\]\\s+<(?<level>\\w+)>:"
                + "(?<message>.*)") {
          @Override
          String process(String name) {
            // No device has a name with a blank here, and hardly any process has.
            return NAMES_WITH_BLANK.contains(name) ? name : name.substring(name.indexOf(' ') + 1);
          }
        },
        // of other programs, and as people write in Germany and France: time, process, message
        new TextStyle(
            times,
            "^" + LOCAL_TIME + "\\s",
            "(?<time>"
                + LOCAL_TIME
                + ")\\s++(?:<?(?<level>Default|Info|Debug|Error|Fault|Notice)>?:?\\s+)?"
                + "(?<process>[^:\\[\\](]{1,64}?)(?:\\[\\d+(?::[0-9a-f]+)?\\]:?|:)?\\s++"
                + "(?<message>(?:\\(\\S+\\)\\s|\\[[\\w.]+:|\\w+\\(\\d+\\)|Warning\\s|Error\\s|\\[ATS|ATS\\s).*)") {
          @Override
          public boolean isOfExport() {
            return false;
          }
        });
  }

  @Override
  public int beginning(String line) {
    Matcher matcher = beginning.matcher(line);
    return matcher.find() ? matcher.start() : -1;
  }

  @Override
  public Optional<Event> parse(String text, boolean complete) {
    Matcher parts = event.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Event(
            times.parse(parts.group("time")),
            Optional.ofNullable(parts.group("level")).orElse(""),
            process(parts.group("process").strip().replaceAll("\\s+", " ")),
            subsystem(parts),
            parts.group("message").strip(),
            complete));
  }

  String subsystem(Matcher parts) {
    // Where there is no column for it, it is at the beginning of the message.
    Matcher origin = ORIGIN.matcher(parts.group("message"));
    return origin.lookingAt() ? origin.group(1) : "";
  }

  /** The process in what stands at its place. */
  String process(String name) {
    return name;
  }
}
