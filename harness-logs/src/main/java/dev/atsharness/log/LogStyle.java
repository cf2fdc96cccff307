package dev.atsharness.log;

import java.time.OffsetDateTime;
import java.util.Optional;

/** A format in which tools write a log as text, and the way to read its lines. */
interface LogStyle {

  /**
   * The parts of an event, as its style has them.
   *
   * @param timestamp the time, if the style has one
   * @param level the level as the style spells it, empty if it has none
   * @param process the process's name, empty if the style does not have it
   * @param subsystem for example {@code com.apple.network}, empty if the style does not have it
   * @param message the rest of the event, with the line breaks of the log
   * @param complete whether the message is known to end at the end of this text
   */
  record Event(
      Optional<OffsetDateTime> timestamp,
      String level,
      String process,
      String subsystem,
      String message,
      boolean complete) {

    /** Whether it comes from the subsystem that logs violations. */
    boolean isOfNetwork() {
      return subsystem.equals(NETWORK) || subsystem.equals(NETWORK + ".boringssl");
    }
  }

  /** The subsystem that logs violations. */
  String NETWORK = "com.apple.network";

  /**
   * The place on this line where an event begins, after text that other programs put before it; -1
   * if the line continues the event before it.
   *
   * @param line the first {@link LogStyles#LONGEST_BEGINNING} characters of a line
   */
  int beginning(String line);

  /**
   * Whether only tools that export a device's log write this style, and people or other programs do
   * not.
   */
  default boolean isOfExport() {
    return true;
  }

  /**
   * The parts of an event; empty if it is in another style, cut off or damaged.
   *
   * @param complete whether its last line has an end
   * @param times the reader of its time
   */
  Optional<Event> parse(String event, boolean complete, LogTime times);
}
