package dev.atsharness.conformance.device;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code log show} without {@code --style}: columns, then process, sender, subsystem, message. */
final class DefaultStyle implements LogStyle {

  private static final String TIME =
      "(\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}\\.\\d{6}[+-]\\d{4})";

  private static final Pattern BEGINNING = Pattern.compile(TIME + "(?:\\s|$)");

  /** Time, thread, type, activity, process id, TTL, process. Process names may contain blanks. */
  private static final Pattern EVENT =
      Pattern.compile(
          TIME + "\\s+0x[0-9a-fA-F]+\\s+(\\w+)\\s+0x[0-9a-fA-F]+\\s+\\d+\\s+\\d+\\s+([^:]+):(.*)",
          Pattern.DOTALL);

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSxx", Locale.ROOT);

  private static final List<String> FURNITURE =
      List.of(
          "Filtering the log data using ",
          "Skipping debug messages, ",
          "Skipping info and debug messages, ",
          "Timestamp  ",
          "----------",
          "Log      - Default:",
          "Activity - Create:");

  @Override
  public boolean beginsEvent(String line) {
    return BEGINNING.matcher(line).lookingAt();
  }

  @Override
  public boolean isFurniture(String line) {
    return FURNITURE.stream().anyMatch(line::startsWith);
  }

  @Override
  public Optional<Event> parse(String event) {
    Matcher parts = EVENT.matcher(event);
    return parts.matches()
        ? Optional.of(
            new Event(
                timestamp(parts.group(1)),
                parts.group(2),
                parts.group(3).strip(),
                parts.group(4).strip()))
        : Optional.empty();
  }

  private static Optional<OffsetDateTime> timestamp(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text, TIMESTAMP));
    } catch (DateTimeException e) {
      return Optional.empty(); // digits that are no date, such as month 13
    }
  }
}
