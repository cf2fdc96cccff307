package dev.atsharness.device.internal.document;

/**
 * The document that a device asks for at a URL and that leads it on.
 *
 * @param document its kind: {@code profile}
 * @param certain false where a page for people may be at the URL as well
 */
public record Awaited(String document, boolean certain) {}
