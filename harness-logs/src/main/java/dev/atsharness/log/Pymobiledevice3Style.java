package dev.atsharness.log;

import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** {@code pymobiledevice3 syslog live}: time, process, library, process id, level. */
final class Pymobiledevice3Style extends TextStyle implements WrittenStyle {

  /**
   * The time as Python writes a {@code datetime} without zone: without a fraction if it is zero.
   */
  private static final String TIME = DAY + " " + SECONDS + "(?:\\.\\d{6})?";

  private static final DateTimeFormatter WRITTEN = EventParts.time("uuuu-MM-dd HH:mm:ss.SSSSSS");

  Pymobiledevice3Style() {
    super(
        TIME + " [^{\\[]+\\{",
        "(?<time>"
            + TIME
            + ")\\s++(?<process>[^{]+)\\{[^}]*\\}\\[\\d+\\]\\s+<(?<level>\\w+)>:"
            + "(?<message>.*)");
  }

  @Override
  public String line(LogEvent event) {
    return WRITTEN.format(event.timestamp())
        + " "
        + event.process()
        + "{"
        + EventParts.image(event)
        + "}["
        + event.pid()
        + "] <"
        + EventParts.relayedLevel(event).toUpperCase(Locale.ROOT)
        + ">: "
        + event.message();
  }
}
