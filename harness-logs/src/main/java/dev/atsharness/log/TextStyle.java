package dev.atsharness.log;

import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A style that writes each event on a separate line, which a regular expression splits. */
abstract class TextStyle implements LogStyle {

  static final String DAY = "\\d{4}-\\d{2}-\\d{2}";
  static final String SECONDS = "\\d{2}:\\d{2}:\\d{2}";

  /** The time as {@code log} writes it: with microseconds and zone. */
  static final String APPLE_TIME = DAY + " " + SECONDS + "\\.\\d{6}[+-]\\d{4}";

  static final DateTimeFormatter APPLE_TIME_WRITTEN =
      EventParts.time("uuuu-MM-dd HH:mm:ss.SSSSSSxx");

  /** The library, if the line has it, and the subsystem, with which a message may begin. */
  private static final Pattern ORIGIN =
      Pattern.compile("\\s*(?:\\([^)\\n]*\\)\\s*)?\\[([\\w.-]+):[^\\]]*\\]");

  private final Pattern beginning;
  private final Pattern event;

  /**
   * @param beginning matches the beginning of an event on a line
   * @param event matches a whole event; it has the groups time, level, process and message
   */
  TextStyle(String beginning, String event) {
    this.beginning = Pattern.compile(beginning);
    this.event = Pattern.compile(event, Pattern.DOTALL);
  }

  @Override
  public final int beginning(String line) {
    Matcher matcher = beginning.matcher(line);
    return matcher.find() ? matcher.start() : -1;
  }

  @Override
  public final Optional<Event> parse(String text, boolean complete, LogTime times) {
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
    // Without a column for it, the subsystem is at the beginning of the message.
    Matcher origin = ORIGIN.matcher(parts.group("message"));
    return origin.lookingAt() ? origin.group(1) : "";
  }

  /** The name of the process, from the text in its column. */
  String process(String name) {
    return name;
  }
}
