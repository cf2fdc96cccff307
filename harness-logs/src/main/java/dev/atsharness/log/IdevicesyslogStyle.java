package dev.atsharness.log;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;

/** {@code idevicesyslog}: time, device (where shown), process, library, process id, level. */
final class IdevicesyslogStyle extends TextStyle implements WrittenStyle {

  /** The time as in the old syslog (RFC 3164): without year and zone. */
  private static final String TIME =
      "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \\d]\\d"
          + " \\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,6})?";

  private static final DateTimeFormatter WRITTEN = EventParts.time("MMM ppd HH:mm:ss");

  /** The names of Apple's processes that look like a device's name and a process. */
  private static final Set<String> NAMES_WITH_BLANK = Set.of("Setup Assistant", "System Settings");

  IdevicesyslogStyle() {
    super(
        TIME + " [^\\[]+\\[\\d+\\]",
        "(?<time>"
            + TIME
            + ")\\s++(?<process>[^\\[(]+)(?:\\([^)]*\\))?\\[\\d+\\]\\s+<(?<level>\\w+)>:"
            + "(?<message>.*)");
  }

  @Override
  String process(String name) {
    // A device's name has no blank here, and very few names of processes have one.
    return NAMES_WITH_BLANK.contains(name) ? name : name.substring(name.indexOf(' ') + 1);
  }

  @Override
  public List<String> header() {
    return List.of("[connected]");
  }

  @Override
  public String line(LogEvent event) {
    return WRITTEN.format(event.timestamp())
        + " "
        + event.process()
        + "("
        + EventParts.image(event)
        + ")["
        + event.pid()
        + "] <"
        + EventParts.relayedLevel(event)
        + ">: "
        + event.message();
  }
}
