package dev.atsharness.log;

import java.util.List;

/** {@code log show --style syslog}: time, localhost, process, process id. */
final class SyslogStyle extends TextStyle implements WrittenStyle {

  SyslogStyle() {
    super(
        APPLE_TIME + "\\s++(?!0x)\\S",
        "(?<time>"
            + APPLE_TIME
            + ")\\s++\\S+\\s++(?<process>[^\\[]+)\\[\\d+\\](?:\\s*<(?<level>\\w+)>)?:"
            + "(?<message>.*)");
  }

  @Override
  public List<String> header() {
    return List.of("Timestamp                       (process)[PID]");
  }

  @Override
  public String line(LogEvent event) {
    return APPLE_TIME_WRITTEN.format(event.timestamp())
        + "  localhost "
        + event.process()
        + "["
        + event.pid()
        + "]: "
        + EventParts.origin(event)
        + event.message();
  }
}
