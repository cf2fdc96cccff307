package dev.atsharness.server.tls;

/** Where a connection goes. */
public sealed interface Route {

  /** To this endpoint. */
  record To(TlsEndpoint endpoint) implements Route {}

  /**
   * Nowhere: no endpoint has this name. Answered by {@code unrecognized_name} (RFC 6066 section 3).
   *
   * @param serverName as sent: hostile text
   */
  record UnknownName(String serverName) implements Route {}

  /**
   * Nowhere: the port is shared and the client named no host. Answered by {@code missing_extension}
   * if the client offers TLS 1.3 (RFC 8446 section 9.2), else by {@code handshake_failure}.
   */
  record NoName() implements Route {}
}
