package dev.atsharness.server.journal;

import java.util.Locale;

/** How a connection's handshake ended; a cleartext connection's, how its first request did. */
public enum ConnectionOutcome {
  /** The handshake finished; without TLS, a request was read. */
  COMPLETED,
  /** The client sent a fatal alert, at the latest before its first request. */
  REFUSED_BY_CLIENT,
  /** The server sent a fatal alert during the handshake. */
  REFUSED_BY_SERVER,
  /** The server reset the TCP connection, as its scenario has it do. */
  RESET,
  /** The server fell silent, as its scenario has it do. */
  STALLED,
  /** The server name led to no endpoint, or there was none. */
  UNROUTED,
  /**
   * What came in on a TLS port was no acceptable ClientHello, perhaps no TLS at all; without TLS, a
   * client spoke TLS.
   */
  MALFORMED,
  /** The client took longer than the handshake time limit. */
  TIMED_OUT,
  /** The client was gone before the handshake was over, without a fatal alert. */
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
