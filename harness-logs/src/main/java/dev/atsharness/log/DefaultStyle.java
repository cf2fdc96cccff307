package dev.atsharness.log;

import java.util.List;
import java.util.Locale;

/** {@code log show}, {@code log stream}: time, thread, type, activity, process id, TTL, process. */
final class DefaultStyle extends TextStyle implements WrittenStyle {

  DefaultStyle() {
    super(
        APPLE_TIME + "(?:\\s++0x|$)",
        "(?<time>"
            + APPLE_TIME
            + ")\\s++0x[0-9a-fA-F]+\\s++(?<level>\\w+)\\s++0x[0-9a-fA-F]+\\s++\\d+\\s++\\d+\\s++"
            + "(?<process>[^:]+):(?<message>.*)");
  }

  @Override
  public List<String> header() {
    return List.of(
        "Skipping debug messages, pass --debug to include.",
        columns("Timestamp", "Thread", "Type", "Activity", "PID", "TTL"));
  }

  @Override
  public String line(LogEvent event) {
    return columns(
            APPLE_TIME_WRITTEN.format(event.timestamp()),
            "0x" + Integer.toHexString(EventParts.thread(event)),
            event.level(),
            "0x0",
            Integer.toString(event.pid()),
            "0")
        + event.process()
        + ": "
        + EventParts.origin(event)
        + event.message();
  }

  private static String columns(
      String time, String thread, String type, String activity, String pid, String ttl) {
    return String.format(
        Locale.ROOT, "%-32s%-11s%-12s%-21s%-7s%-5s", time, thread, type, activity, pid, ttl);
  }
}
