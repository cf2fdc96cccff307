package dev.atsharness.log;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The forms in which a device's log comes, written as their tools write them. What an event does
 * not tell (thread, activity, UUIDs) has the right shape and a made-up value.
 */
public enum LogFormat {
  /** {@code log show} without {@code --style}. */
  DEFAULT,
  /** {@code log show --style syslog}. */
  SYSLOG,
  /** {@code log show --style compact}. */
  COMPACT,
  /** {@code log show --style json}: an array, indented. */
  JSON,
  /** {@code log show --style ndjson}. */
  NDJSON,
  /** {@code unifiedlog_iterator --format csv}. */
  UNIFIEDLOG_CSV,
  /** {@code unifiedlog_iterator --format jsonl}. */
  UNIFIEDLOG_JSONL,
  /** {@code pymobiledevice3 syslog live}. */
  PYMOBILEDEVICE3,
  /** The same, in JSON. */
  PYMOBILEDEVICE3_JSONL,
  /** {@code idevicesyslog}. */
  IDEVICESYSLOG;

  /** The lines before the first event. */
  public List<String> header() {
    return switch (this) {
      case DEFAULT -> LogLines.DEFAULT_HEADER;
      case SYSLOG -> List.of("Timestamp                       (process)[PID]");
      case COMPACT -> List.of("Timestamp               Ty Process[PID:TID]");
      case UNIFIEDLOG_CSV -> LogLines.CSV_HEADER;
      case IDEVICESYSLOG -> List.of("[connected]");
      case JSON, NDJSON, UNIFIEDLOG_JSONL, PYMOBILEDEVICE3, PYMOBILEDEVICE3_JSONL -> List.of();
    };
  }

  /** One event, without line end; in {@link #JSON}, of several lines. */
  public String line(LogEvent event) {
    return switch (this) {
      case DEFAULT -> LogLines.defaultStyle(event);
      case SYSLOG -> LogLines.syslog(event);
      case COMPACT -> LogLines.compact(event);
      case JSON -> LogLines.logObject(event).toPrettyString();
      case NDJSON -> LogLines.logObject(event).toString();
      case UNIFIEDLOG_CSV -> LogLines.csv(event);
      case UNIFIEDLOG_JSONL -> LogLines.iteratorObject(event).toString();
      case PYMOBILEDEVICE3 -> LogLines.pymobiledevice3(event);
      case PYMOBILEDEVICE3_JSONL -> LogLines.relayObject(event).toString();
      case IDEVICESYSLOG -> LogLines.idevicesyslog(event);
    };
  }

  /** A whole log, its last line ended. */
  public String text(List<LogEvent> events) {
    if (this == JSON) {
      return events.stream().map(this::line).collect(Collectors.joining(",", "[", "]\n"));
    }
    StringBuilder text = new StringBuilder();
    header().forEach(line -> text.append(line).append('\n'));
    events.forEach(event -> text.append(line(event)).append('\n'));
    return text.toString();
  }
}
