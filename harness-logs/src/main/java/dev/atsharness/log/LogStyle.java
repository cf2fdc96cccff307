package dev.atsharness.log;

import java.time.OffsetDateTime;
import java.util.Optional;

/** One of the forms in which tools write a log out as text: how its lines are read. */
interface LogStyle {

  /**
   * What a style tells of an event.
   *
   * @param timestamp when, if it tells
   * @param level as it spells it
   * @param process the process's name, empty if it is not told
   * @param subsystem for example {@code com.apple.network}, empty if it is not told
   * @param message everything after it; its line breaks are the log's
   * @param complete whether the message is known to end there
   */
  record Event(
      Optional<OffsetDateTime> timestamp,
      String level,
      String process,
      String subsystem,
      String message,
      boolean complete) {

    /** Whether it is of the subsystem that logs violations. */
    boolean isOfNetwork() {
      return subsystem.equals(NETWORK) || subsystem.equals(NETWORK + ".boringssl");
    }
  }

  /** The subsystem that logs violations. */
  String NETWORK = "com.apple.network";

  /**
   * Where on this line an event begins, behind what other programs put before it; -1 if the line
   * begins none and continues the one before.
   *
   * @param line the first {@link LogStyles#LONGEST_BEGINNING} characters of a line
   */
  int beginning(String line);

  /**
   * Whether only tools that export a device's log write it, and people or other programs do not.
   */
  default boolean isOfExport() {
    return true;
  }

  /**
   * The parts of an event; empty if it is of another style, cut off or damaged.
   *
   * @param complete whether its last line has an end
   * @param times reads its time
   */
  Optional<Event> parse(String event, boolean complete, LogTime times);
}
