package dev.atsharness.conformance.device;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds the violations in a device's log, whatever wrote it out: {@code log show} and {@code log
 * stream} in any style, {@code unifiedlog_iterator}, {@code pymobiledevice3}, {@code
 * idevicesyslog}; plain, compressed with gzip, or in a tar archive or directory such as a
 * sysdiagnose.
 *
 * <p>Reads any length in constant memory. Tolerant: banners, wrapped and foreign lines, CRLF, bad
 * UTF-8 and lines without end are read over; what calls itself an ATS violation is never dropped.
 * Immutable.
 */
public final class LogReader {

  /** Longest message kept, in UTF-16 units. */
  static final int MAX_MESSAGE = 2_000;

  private final LogStyles styles;
  private final JsonStyle json;

  /**
   * @param clock its zone is that of time stamps that have none; its year, or the one before, that
   *     of those that have none
   */
  public LogReader(Clock clock) {
    this.styles = new LogStyles(clock);
    this.json = new JsonStyle(new LogTime(clock));
  }

  /**
   * Reads a file or a directory and hands over each violation, in the order of the log.
   *
   * @throws UnreadableLogException if it is no log in text; the message says what to do
   */
  public LogSummary read(Path file, Consumer<LoggedViolation> found) throws IOException {
    Reading reading = new Reading(found);
    new LogSources(styles).read(file, reading);
    return reading.summary();
  }

  /**
   * Reads a stream to its end; does not close it.
   *
   * @param name what to call it in messages
   * @throws UnreadableLogException if it is no log in text; the message says what to do
   */
  public LogSummary read(InputStream log, String name, Consumer<LoggedViolation> found)
      throws IOException {
    Reading reading = new Reading(found);
    new LogSources(styles).read(log, name, reading);
    return reading.summary();
  }

  /** The violations of a log that is in memory already. */
  public List<LoggedViolation> read(String log) {
    List<LoggedViolation> found = new ArrayList<>();
    try {
      new Reading(found::add)
          .log("", new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read from memory", e);
    }
    return found;
  }

  /** One log, which may be in several files. */
  private final class Reading implements LogSources.Visitor {

    private final Consumer<LoggedViolation> found;
    private final List<String> sources = new ArrayList<>();
    private Optional<OffsetDateTime> first = Optional.empty();
    private Optional<OffsetDateTime> last = Optional.empty();

    Reading(Consumer<LoggedViolation> found) {
      this.found = found;
    }

    LogSummary summary() {
      return new LogSummary(sources, first, last);
    }

    @Override
    public boolean log(String name, InputStream in) throws IOException {
      sources.add(name);
      LogScan scan = new LogScan(in, styles, json);
      String head = new String(scan.head(), StandardCharsets.UTF_8);
      styles.times(head).forEach(this::seen);
      long[] violations = {0};
      scan.forEach(event -> violations[0] += tell(event));
      styles.times(new String(scan.tail(), StandardCharsets.UTF_8)).forEach(this::seen);
      return violations[0] > 0 || head.isBlank() || styles.recognise(head);
    }

    private int tell(LogStyle.Event event) {
      List<ViolationText.Found> violations = ViolationText.in(event.message());
      if (!violations.isEmpty()) {
        event.timestamp().ifPresent(this::seen);
      }
      violations.forEach(violation -> found.accept(logged(event, violation)));
      return violations.size();
    }

    private void seen(OffsetDateTime time) {
      Comparator<OffsetDateTime> order = OffsetDateTime.timeLineOrder();
      first = Stream.concat(first.stream(), Stream.of(time)).min(order);
      last = Stream.concat(last.stream(), Stream.of(time)).max(order);
    }
  }

  private static LoggedViolation logged(LogStyle.Event event, ViolationText.Found violation) {
    String message = violation.message();
    return new LoggedViolation(
        violation.violation(),
        violation.parameter(),
        violation.server(),
        event.process(),
        event.timestamp(),
        event.level(),
        message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "…" : message);
  }
}
