package dev.atsharness.server.tls;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decides, once the ClientHello is whole and before anything else about TLS is decided, which
 * endpoint a connection gets. Called by many threads.
 */
@FunctionalInterface
public interface Router {

  /**
   * Decides for one connection.
   *
   * @param serverName the {@code server_name} the client sent (RFC 6066), as sent: hostile text
   */
  Route route(Optional<String> serverName);

  /** A port that belongs to one endpoint, whatever name the client asks for. */
  static Router dedicated(TlsEndpoint endpoint) {
    Route route = new Route.To(endpoint);
    return serverName -> route;
  }

  /**
   * A shared port.
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
