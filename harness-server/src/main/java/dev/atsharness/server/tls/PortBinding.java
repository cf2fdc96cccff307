package dev.atsharness.server.tls;

import java.nio.channels.ServerSocketChannel;
import java.util.Optional;

/**
 * A listening port and what it speaks.
 *
 * @param channel bound
 * @param router where TLS connections go; empty if the port is clear-text
 * @param owner the endpoint that a clear-text port belongs to, if it is not shared
 */
record PortBinding(ServerSocketChannel channel, Optional<Router> router, Optional<String> owner) {

  int port() {
    return channel.socket().getLocalPort();
  }

  boolean tls() {
    return router.isPresent();
  }
}
