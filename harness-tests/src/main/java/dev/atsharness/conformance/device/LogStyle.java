package dev.atsharness.conformance.device;

import java.time.OffsetDateTime;
import java.util.Optional;

/** One of the forms in which a log can be written out. */
interface LogStyle {

  /**
   * One event of a log.
   *
   * @param timestamp when, if the style tells
   * @param level as the style spells it
   * @param process the process's name
   * @param message everything after it
   */
  record Event(Optional<OffsetDateTime> timestamp, String level, String process, String message) {}

  /** Whether an event begins on this line; a line that begins none continues the one before. */
  boolean beginsEvent(String line);

  /** Whether the line belongs to no event: banners, headings, totals. */
  boolean isFurniture(String line);

  /** The parts of an event, its lines joined by blanks; empty if it is cut off or damaged. */
  Optional<Event> parse(String event);
}
