package dev.atsharness.log;

/**
 * A process that completed a TLS handshake with a server, as the lines of com.apple.network show.
 *
 * @param server the host name, in lower case
 * @param process the process's name
 */
public record LogVisit(String server, String process) {}
