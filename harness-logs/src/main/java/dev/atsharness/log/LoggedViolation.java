package dev.atsharness.log;

import dev.atsharness.ats.Violation;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A violation in a device's log. All strings come from a log and may be hostile text.
 *
 * @param violation the violation; empty for a message that is marked as an ATS violation but has
 *     unknown words
 * @param parameter the quoted value, as in {@link dev.atsharness.ats.DetectedViolation}; may be
 *     empty
 * @param server the host name, empty if the message has none (older systems)
 * @param process the process name, empty if the line is cut off
 * @param timestamp the time, if the line has one
 * @param level {@code Default}, {@code Info}, {@code Error} ...; empty if the line is cut off
 * @param message the message from its first word, {@code Warning} or {@code Error} if it has one
 * @param device the name of the device's log, from the name of its file; empty for a log in memory
 */
public record LoggedViolation(
    Optional<Violation> violation,
    String parameter,
    String server,
    String process,
    Optional<OffsetDateTime> timestamp,
    String level,
    String message,
    String device) {}
