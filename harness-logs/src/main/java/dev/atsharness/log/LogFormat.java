package dev.atsharness.log;

import java.util.List;

/**
 * The formats of a device's log, written as the tools write them. Parts that a {@link LogEvent}
 * does not have (thread, activity, UUIDs) get a made-up value of the right form.
 */
public enum LogFormat {
  /** {@code log show} without {@code --style}. */
  DEFAULT(new DefaultStyle()),
  /** {@code log show --style syslog}. */
  SYSLOG(new SyslogStyle()),
  /** {@code log show --style compact}. */
  COMPACT(new CompactStyle()),
  /** {@code log show --style json}: an array, indented. */
  JSON(JsonStyle.LOG_ARRAY),
  /** {@code log show --style ndjson}. */
  NDJSON(JsonStyle.LOG_LINES),
  /** {@code pymobiledevice3 syslog live}. */
  PYMOBILEDEVICE3(new Pymobiledevice3Style()),
  /** {@code pymobiledevice3 syslog live} in JSON. */
  PYMOBILEDEVICE3_JSONL(JsonStyle.RELAY_LINES),
  /** {@code idevicesyslog}. */
  IDEVICESYSLOG(new IdevicesyslogStyle()),
  /** {@code unifiedlog_iterator --format csv}. */
  UNIFIEDLOG_CSV(new CsvStyle()),
  /** {@code unifiedlog_iterator --format jsonl}. */
  UNIFIEDLOG_JSONL(JsonStyle.ITERATOR_LINES);

  @SuppressWarnings("ImmutableEnumChecker") // styles have patterns and formatters, all immutable
  private final WrittenStyle style;

  LogFormat(WrittenStyle style) {
    this.style = style;
  }

  /** The style, which also reads what it wrote if it is a {@link LogStyle}. */
  WrittenStyle style() {
    return style;
  }

  /** The lines before the first event. */
  public List<String> header() {
    return style.header();
  }

  /** One event, without line end; in {@link #JSON}, of several lines. */
  public String line(LogEvent event) {
    return style.line(event);
  }

  /** A whole log, its last line ended. */
  public String text(List<LogEvent> events) {
    return style.text(events);
  }
}
