package dev.atsharness.conformance.device;

import java.time.OffsetDateTime;
import java.util.Optional;

/** One of the forms in which tools write a log out as text. */
interface LogStyle {

  /**
   * What a style tells of an event.
   *
   * @param timestamp when, if it tells
   * @param level as it spells it
   * @param process the process's name, empty if it is not told
   * @param message everything after it
   */
  record Event(Optional<OffsetDateTime> timestamp, String level, String process, String message) {}

  /**
   * Where on this line an event begins, behind what other programs put before it; -1 if the line
   * begins none and continues the one before.
   *
   * @param line the first {@link LogStyles#LONGEST_BEGINNING} characters of a line
   */
  int beginning(String line);

  /** The parts of an event; empty if it is of another style, cut off or damaged. */
  Optional<Event> parse(String event);
}
