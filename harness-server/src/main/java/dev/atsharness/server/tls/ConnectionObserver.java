package dev.atsharness.server.tls;

import java.net.InetSocketAddress;

/** Is told of every accepted connection. Called by many threads. */
@FunctionalInterface
public interface ConnectionObserver {

  /**
   * A connection was accepted.
   *
   * @param client the peer's address
   * @param local the server's address and port
   * @param tls whether the port speaks TLS
   * @return who hears what happens on it
   */
  ConnectionEvents opened(InetSocketAddress client, InetSocketAddress local, boolean tls);
}
