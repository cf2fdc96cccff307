package dev.atsharness.server.internal.tls;

/** The router's decision on a connection. */
public sealed interface Route {

  /** The connection goes to this endpoint. */
  record To(TlsEndpoint endpoint) implements Route {}

  /**
   * The connection is refused: no endpoint has this name. The answer is {@code unrecognized_name}
   * (RFC 6066 section 3).
   *
   * @param serverName as sent: hostile text
   */
  record UnknownName(String serverName) implements Route {}

  /**
   * The connection is refused: the port is shared and the client sent no server name. The answer is
   * {@code missing_extension} if the client offers TLS 1.3 (RFC 8446 section 9.2), else by {@code
   * handshake_failure}.
   */
  record NoName() implements Route {}
}
