package dev.atsharness.log;

import java.time.OffsetDateTime;

/**
 * One event of a device's log as a {@link LogFormat} writes it.
 *
 * @param timestamp time of the event, in the device's time zone
 * @param level {@code Default}, {@code Info}, {@code Debug}, {@code Error} or {@code Fault}
 * @param process the process's name, which may contain spaces
 * @param pid the process's id
 * @param sender the library that wrote it, for example {@code libboringssl.dylib}; empty if the
 *     process's own code wrote it
 * @param subsystem for example {@code com.apple.network}; empty if there is none
 * @param category for example {@code boringssl}; empty if there is none
 * @param message the message's text
 */
public record LogEvent(
    OffsetDateTime timestamp,
    String level,
    String process,
    int pid,
    String sender,
    String subsystem,
    String category,
    String message) {}
