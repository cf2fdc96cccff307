package dev.atsharness.log;

import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * {@code log show --style compact}: time, type in one or two letters, process, process id, thread.
 */
final class CompactStyle extends TextStyle implements WrittenStyle {

  private static final String TIME = DAY + " " + SECONDS + "\\.\\d{3}";
  private static final DateTimeFormatter WRITTEN = EventParts.time("uuuu-MM-dd HH:mm:ss.SSS");

  CompactStyle() {
    super(
        TIME + "\\s+[A-Z][a-z]?\\s",
        "(?<time>"
            + TIME
            + ")\\s++(?<level>[A-Z][a-z]?)\\s++(?<process>[^\\[]+)\\[\\d+:[0-9a-fA-F]+\\]"
            + "(?<message>.*)");
  }

  @Override
  public List<String> header() {
    return List.of("Timestamp               Ty Process[PID:TID]");
  }

  @Override
  public String line(LogEvent event) {
    String type =
        switch (event.level()) {
          case "Info" -> "I ";
          case "Debug" -> "Db";
          case "Error" -> "E ";
          case "Fault" -> "F ";
          default -> "Df";
        };
    return WRITTEN.format(event.timestamp())
        + " "
        + type
        + " "
        + event.process()
        + "["
        + event.pid()
        + ":"
        + Integer.toHexString(EventParts.thread(event))
        + "] "
        + EventParts.origin(event)
        + event.message();
  }
}
