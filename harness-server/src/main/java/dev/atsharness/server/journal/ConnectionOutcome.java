package dev.atsharness.server.journal;

import java.util.Locale;

/**
 * The outcome of a connection's handshake; of a clear-text connection, that of its first request.
 */
public enum ConnectionOutcome {
  /** The handshake finished; without TLS, a request was read. */
  COMPLETED,
  /** The client sent a fatal alert before its first request. */
  REFUSED_BY_CLIENT,
  /** The server sent a fatal alert during the handshake. */
  REFUSED_BY_SERVER,
  /** The server reset the TCP connection, as its scenario specifies. */
  RESET,
  /** The server stopped sending, as its scenario specifies. */
  STALLED,
  /** The server name matched no endpoint, or the client sent none. */
  UNROUTED,
  /**
   * The first bytes on a TLS port were not an acceptable ClientHello, or not TLS at all; or a
   * client spoke TLS on a port without TLS.
   */
  MALFORMED,
  /** The client took longer than the handshake time limit. */
  TIMED_OUT,
  /** The client closed the connection before the end of the handshake, without a fatal alert. */
  CLOSED_EARLY;

  /** The name in JSON, for example {@code refused-by-client}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return label();
  }
}
