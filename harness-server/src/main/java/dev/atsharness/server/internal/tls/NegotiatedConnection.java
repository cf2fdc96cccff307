package dev.atsharness.server.internal.tls;

import java.io.IOException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;

/**
 * A connection that waits for the handshake, then is replaced by a connection of the selected
 * protocol. Jetty's class for this purpose needs an engine whose ALPN it can intercept.
 */
final class NegotiatedConnection extends AbstractConnection {

  /** The name of HTTP/2 in ALPN (RFC 9113 section 3.1). */
  static final String HTTP_2 = "h2";

  private static final String HTTP_1_1 = "http/1.1";

  private final Connector connector;
  private final HarnessEngine engine;

  NegotiatedConnection(Connector connector, EndPoint endPoint, HarnessEngine engine) {
    super(endPoint, connector.getExecutor());
    this.connector = connector;
    this.engine = engine;
  }

  @Override
  public void onOpen() {
    super.onOpen();
    fillInterested();
  }

  @Override
  public void onFillable() {
    try {
      if (getEndPoint().fill(BufferUtil.EMPTY_BUFFER) < 0) {
        close();
      } else if (engine.getApplicationProtocol() == null) {
        fillInterested();
      } else {
        makeWay();
      }
    } catch (IOException e) {
      close();
    }
  }

  private void makeWay() {
    boolean http2 = engine.getApplicationProtocol().equals(HTTP_2);
    ConnectionFactory chosen = connector.getConnectionFactory(http2 ? HTTP_2 : HTTP_1_1);
    getEndPoint().upgrade(chosen.newConnection(connector, getEndPoint()));
  }
}
