package dev.atsharness.log;

/**
 * Connections that failed in the TLS handshake, as the lines of com.apple.network show: those of
 * one process to one server, with one reason. All strings come from a log and may be hostile text.
 *
 * @param server the host name, in lower case; empty if the log does not name it
 * @param process the process's name; empty if the log does not name it
 * @param reason the reason as it was logged: the server's alert, otherwise the library's error
 * @param recovered whether the same process of the same device completed a handshake with the
 *     server after the last of these failures
 * @param count number of connections
 * @param span the times of the first and the last failure
 */
public record FailedHandshake(
    String server, String process, String reason, boolean recovered, long count, LogSpan span) {

  FailedHandshake with(long number, LogSpan times) {
    return new FailedHandshake(server, process, reason, recovered, number, times);
  }
}
