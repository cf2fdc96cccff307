package dev.atsharness.server.internal.tls;

import java.net.InetSocketAddress;

/** A listener for accepted connections. Called by many threads. */
@FunctionalInterface
public interface ConnectionObserver {

  /**
   * Called for each accepted connection.
   *
   * @param client the peer's address
   * @param local the server's address and port
   * @param tls whether the port speaks TLS
   * @return the listener for its events
   */
  ConnectionEvents opened(InetSocketAddress client, InetSocketAddress local, boolean tls);
}
