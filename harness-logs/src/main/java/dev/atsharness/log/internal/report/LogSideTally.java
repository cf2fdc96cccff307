package dev.atsharness.log.internal.report;

import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogSummary;
import dev.atsharness.log.LoggedViolation;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sums up one of two logs while it is read, and apart from that what only this log has: successive
 * logs of a device overlap, and an event that both have shows nothing new. Uses bounded memory. Not
 * for use by several threads.
 */
public final class LogSideTally implements Consumer<LoggedViolation> {

  /** The maximum number of different events that are compared; each further one counts as new. */
  private static final int MAX_EVENTS = 50_000;

  /**
   * An event that both logs may have.
   *
   * @param device the device if the time is known to the second only; otherwise empty, because the
   *     same device may have another name in the other log
   */
  private record Event(long time, String process, String message, String device) {

    static Event of(OffsetDateTime time, LoggedViolation logged) {
      long millis = time.toInstant().toEpochMilli();
      return new Event(
          millis, logged.process(), logged.message(), millis % 1_000 == 0 ? logged.device() : "");
    }
  }

  private final Optional<LogSideTally> earlier;
  private final Map<Event, Integer> events = new HashMap<>();
  private final LogExplanation all = new LogExplanation();
  private final LogExplanation fresh = new LogExplanation();

  private LogSideTally(Optional<LogSideTally> earlier) {
    this.earlier = earlier;
  }

  /** The tally of the old log. */
  public static LogSideTally ofOld() {
    return new LogSideTally(Optional.empty());
  }

  /** The tally of the new log; the old one must have been read. */
  public static LogSideTally after(LogSideTally old) {
    return new LogSideTally(Optional.of(old));
  }

  @Override
  public void accept(LoggedViolation logged) {
    all.accept(logged);
    Optional<Event> event = logged.timestamp().map(time -> Event.of(time, logged));
    int times = event.map(this::count).orElse(0);
    int before =
        earlier.flatMap(old -> event.map(one -> old.events.getOrDefault(one, 0))).orElse(0);
    if (times == 0 || times > before) {
      fresh.accept(logged);
    }
  }

  /** Counts an event; returns how often it was seen, 0 if there are too many events. */
  private int count(Event event) {
    if (events.size() >= MAX_EVENTS && !events.containsKey(event)) {
      return 0;
    }
    return events.merge(event, 1, Integer::sum);
  }

  /** The log, once it has been read. */
  public LogDiff.Side side(LogSummary summary) {
    return new LogDiff.Side(
        summary, new LogReport(summary, all), all.findings(), fresh.findings(), all.omitted());
  }
}
