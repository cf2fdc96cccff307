package dev.atsharness.server.internal.tls;

import java.util.Optional;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/**
 * The connection that a request arrived on.
 *
 * @param localPort the listening port
 * @param tls whether the port speaks TLS
 * @param endpoint name of the endpoint that the connection was routed to or that owns the port;
 *     empty on a shared clear-text port
 * @param serverName the SNI host name, as sent: hostile text
 * @param events the listener that {@link ConnectionObserver#opened} returned for the connection
 */
public record AcceptedConnection(
    int localPort,
    boolean tls,
    Optional<String> endpoint,
    Optional<String> serverName,
    ConnectionEvents events) {

  /**
   * The connection of a request.
   *
   * @throws IllegalArgumentException if it did not come through a {@link HarnessConnector}
   */
  public static AcceptedConnection of(Request request) {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    if (endPoint instanceof TlsConnection.DecryptedEndPoint decrypted) {
      return decrypted.arrival();
    }
    if (endPoint instanceof AcceptedEndPoint accepted) {
      return accepted.arrival();
    }
    throw new IllegalArgumentException("not a request of a harness connector: " + request);
  }
}
