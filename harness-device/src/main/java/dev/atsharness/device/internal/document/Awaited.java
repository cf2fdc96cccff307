package dev.atsharness.device.internal.document;

/**
 * The document that a device requests at a URL, if such a document contains further URLs for the
 * device.
 *
 * @param document its kind: {@code profile}
 * @param certain false if the URL may also return a web page for a user
 */
public record Awaited(String document, boolean certain) {}
