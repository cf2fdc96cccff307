package dev.atsharness.conformance.device;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the violations in a device's log. Tolerant: banners, wrapped and foreign lines, CRLF, bad
 * UTF-8 and lines without end are read over; what calls itself an ATS violation is never dropped.
 */
public final class LogReader {

  /** Most bytes kept of one line, and most characters kept of one event. */
  static final int LIMIT = 64 * 1024;

  private final LogStyle style;

  private LogReader(LogStyle style) {
    this.style = style;
  }

  /** A reader of the default style of {@code log show}. */
  public static LogReader defaultStyle() {
    return new LogReader(new DefaultStyle());
  }

  /**
   * Reads a log to its end, in bounded memory, and hands over each violation in its order. Does not
   * close the stream.
   */
  public void read(InputStream log, Consumer<LoggedViolation> found) throws IOException {
    BoundedLines lines = new BoundedLines(log, LIMIT);
    StringBuilder event = new StringBuilder();
    boolean begun = false;
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      String text = line.get();
      if (style.isFurniture(text)) {
        continue;
      }
      boolean begins = style.beginsEvent(text);
      begun |= begins;
      if (begins || !begun) { // before the first event, a line of another style stands for itself
        violation(event.toString()).ifPresent(found);
        event.setLength(0);
      }
      if (event.length() + text.length() <= LIMIT) {
        event.append(event.isEmpty() ? "" : " ").append(text);
      }
    }
    violation(event.toString()).ifPresent(found);
  }

  /** The violations of a log that is in memory already. */
  public List<LoggedViolation> read(String log) {
    List<LoggedViolation> found = new ArrayList<>();
    try {
      read(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)), found::add);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read from memory", e);
    }
    return found;
  }

  private Optional<LoggedViolation> violation(String text) {
    return ViolationText.in(text)
        .map(
            found -> {
              Optional<LogStyle.Event> event = style.parse(text);
              return new LoggedViolation(
                  found.violation(),
                  found.parameter(),
                  found.server(),
                  event.map(LogStyle.Event::process).orElse(""),
                  event.flatMap(LogStyle.Event::timestamp),
                  event.map(LogStyle.Event::level).orElse(""),
                  found.message());
            });
  }
}
