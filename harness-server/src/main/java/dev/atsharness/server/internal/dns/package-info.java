/**
 * The name server of the harness domain.
 *
 * <p>It reads and writes DNS messages without a library: a zone of addresses needs little of RFC
 * 1035, and the usual library registers itself as the resolver of the whole JVM as soon as it is on
 * the class path.
 */
package dev.atsharness.server.internal.dns;
