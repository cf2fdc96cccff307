package dev.atsharness.server.internal.tls;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses the endpoint of a connection, once the ClientHello is complete and before anything else
 * about TLS is decided. Called by many threads.
 */
@FunctionalInterface
public interface Router {

  /**
   * Decides for one connection.
   *
   * @param serverName the {@code server_name} the client sent (RFC 6066), as sent: hostile text
   */
  Route route(Optional<String> serverName);

  /** The router of a port that belongs to one endpoint, for any server name. */
  static Router dedicated(TlsEndpoint endpoint) {
    Route route = new Route.To(endpoint);
    return serverName -> route;
  }

  /**
   * The router of a shared port.
   *
   * @param endpoints by fully qualified lower-case host name
   */
  static Router byName(Map<String, TlsEndpoint> endpoints) {
    Map<String, TlsEndpoint> known = Map.copyOf(endpoints);
    return serverName -> {
      if (serverName.isEmpty()) {
        return new Route.NoName();
      }
      TlsEndpoint endpoint = known.get(serverName.get().toLowerCase(Locale.ROOT));
      return endpoint == null ? new Route.UnknownName(serverName.get()) : new Route.To(endpoint);
    };
  }
}
