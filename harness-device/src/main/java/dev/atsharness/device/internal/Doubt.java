package dev.atsharness.device.internal;

import dev.atsharness.ats.Violation;

/**
 * A property of a server about which no source says what an Apple device does. A device may or may
 * not log the violation, and an enforcing one may or may not connect.
 *
 * @param violation what may be logged
 * @param reason why it is not known, one human-readable line; may quote hostile text
 */
public record Doubt(Violation violation, String reason) {}
