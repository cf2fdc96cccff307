package dev.atsharness.log;

import dev.atsharness.ats.Violation;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A violation as a device's log tells it. All strings come from a log and may be hostile text.
 *
 * @param violation which one; empty for a message that calls itself an ATS violation in words we do
 *     not know
 * @param parameter the quoted value, as in {@link dev.atsharness.ats.DetectedViolation}; may be
 *     empty
 * @param server the host name, empty where the message has none (older systems)
 * @param process the process name, empty where the line is cut off
 * @param timestamp when, if the line says so
 * @param level {@code Default}, {@code Info}, {@code Error} ...; empty where the line is cut off
 * @param message the message from its first word, {@code Warning} or {@code Error} if it has one
 */
public record LoggedViolation(
    Optional<Violation> violation,
    String parameter,
    String server,
    String process,
    Optional<OffsetDateTime> timestamp,
    String level,
    String message) {}
