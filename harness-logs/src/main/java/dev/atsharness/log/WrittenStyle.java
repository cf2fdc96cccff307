package dev.atsharness.log;

import java.util.List;

/** A style in which a log can be written; {@link LogFormat} gives access to it. */
interface WrittenStyle {

  /** The lines before the first event. */
  default List<String> header() {
    return List.of();
  }

  /** One event, without line end. */
  String line(LogEvent event);

  /** A whole log, its last line ended. */
  default String text(List<LogEvent> events) {
    StringBuilder text = new StringBuilder();
    header().forEach(line -> text.append(line).append('\n'));
    events.forEach(event -> text.append(line(event)).append('\n'));
    return text.toString();
  }
}
