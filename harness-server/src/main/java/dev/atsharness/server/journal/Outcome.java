package dev.atsharness.server.journal;

import java.util.Locale;

/** How a connection's handshake ended; a cleartext connection's, how its first request did. */
public enum Outcome {
  /** The handshake finished; without TLS, a request was read. */
  COMPLETED,
  /** The client sent a fatal alert, at the latest before its first request. */
  REFUSED_BY_CLIENT,
  /** The server sent a fatal alert during the handshake. */
  REFUSED_BY_SERVER,
  /** TCP reset during the handshake, by either side. */
  RESET,
  /** The server name led to no endpoint, or there was none. */
  UNROUTED,
  /** Something other than TLS, for example a plain HTTP request, came in on a TLS port. */
  NOT_TLS,
  /** The bytes were no valid TLS. */
  MALFORMED,
  /** The client took longer than the handshake time limit. */
  TIMED_OUT,
  /** The connection was closed without an alert before the handshake was over. */
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
