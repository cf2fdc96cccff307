package dev.atsharness.server.internal.tls;

import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.Optional;

/**
 * A listening port and its protocol.
 *
 * @param channel the bound channel
 * @param router the router of TLS connections; empty if the port is clear-text
 * @param owner the endpoint that a clear-text port belongs to, if it is not shared
 * @param names names of the endpoints that share a clear-text port, by lower-case host name
 */
record PortBinding(
    ServerSocketChannel channel,
    Optional<Router> router,
    Optional<String> owner,
    Map<String, String> names) {

  int port() {
    return channel.socket().getLocalPort();
  }

  boolean tls() {
    return router.isPresent();
  }
}
