package dev.atsharness.log;

import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Parts of an event as several styles write them. */
final class EventParts {

  /** The text in place of a UUID. */
  static final String UUID = "0".repeat(32);

  /** Each process has one thread; its number is the process's id plus this number. */
  private static final int BEFORE_THREADS = 0x1a117;

  private EventParts() {}

  static DateTimeFormatter time(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  static int thread(LogEvent event) {
    return BEFORE_THREADS + event.pid();
  }

  /** The library and the subsystem before a message; no library if it is the process itself. */
  static String origin(LogEvent event) {
    String sender = event.sender().isEmpty() ? "" : "(" + event.sender() + ") ";
    return event.subsystem().isEmpty()
        ? sender
        : sender + "[" + event.subsystem() + ":" + event.category() + "] ";
  }

  /** The name of the library, or of the process itself. */
  static String image(LogEvent event) {
    return event.sender().isEmpty() ? event.process() : event.sender();
  }

  /** The path of the library, or of the process itself. */
  static String library(LogEvent event) {
    return event.sender().isEmpty() ? path(event) : "/usr/lib/" + event.sender();
  }

  /** The path of the process. */
  static String path(LogEvent event) {
    return "/usr/libexec/" + event.process();
  }

  /** The level under the name that a device's log relay uses. */
  static String relayedLevel(LogEvent event) {
    return event.level().equals("Default") ? "Notice" : event.level();
  }
}
