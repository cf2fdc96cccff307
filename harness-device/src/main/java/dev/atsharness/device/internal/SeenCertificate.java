package dev.atsharness.device.internal;

import java.time.Instant;

/**
 * A certificate that a server sent.
 *
 * @param subject its distinguished name, shortened; hostile text
 * @param notAfter the last moment of its validity
 */
public record SeenCertificate(String subject, Instant notAfter) {}
