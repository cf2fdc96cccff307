package dev.atsharness.conformance.device;

/**
 * A URL that an answer leads to.
 *
 * @param url as the answer names it, resolved against the URL that was asked where it is relative;
 *     hostile text
 * @param why what leads there
 */
record NextHop(String url, HopReason why) {}
