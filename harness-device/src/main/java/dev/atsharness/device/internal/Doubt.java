package dev.atsharness.device.internal;

import dev.atsharness.ats.Violation;

/**
 * Something about a server of which no source says what an Apple device makes of it: a device may
 * log the violation or not, and one that enforces may connect or not.
 *
 * @param violation what may be logged
 * @param reason why it is not known, one line for people; may quote hostile text
 */
public record Doubt(Violation violation, String reason) {}
