package dev.atsharness.server.internal.dns;

import dev.atsharness.server.internal.tls.RoomMakingConnector;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The name server's port, for both UDP and TCP. */
public final class DnsListener implements AutoCloseable {

  private static final Duration IDLE = Duration.ofSeconds(10);

  /** The maximum number of open TCP connections; at the limit, a new one replaces the oldest. */
  public static final int MAX_CONNECTIONS = 100;

  /** How many free TCP ports are tried until the same number is free for UDP too. */
  private static final int ATTEMPTS = 10;

  private final ServerConnector stream;
  private final DatagramListener datagrams;

  private DnsListener(ServerConnector stream, DatagramListener datagrams) {
    this.stream = stream;
    this.datagrams = datagrams;
  }

  /**
   * Opens the port; answers begin over TCP when the server starts, over UDP with {@link #start}.
   *
   * @param jetty the server to which this adds a connector
   * @param port 1 to 65535, or 0 for one that is free for both protocols
   * @param connections maximum number of open TCP connections
   * @throws IOException if it cannot be bound
   */
  public static DnsListener open(
      Server jetty, NameServer names, InetAddress address, int port, int connections)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      ServerConnector stream = connector(jetty, names, address, port, connections);
      try {
        stream.open();
        DatagramListener datagrams = new DatagramListener(names, address, stream.getLocalPort());
        jetty.addConnector(stream);
        return new DnsListener(stream, datagrams);
      } catch (IOException e) {
        stream.close();
        if (port != 0 || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static ServerConnector connector(
      Server jetty, NameServer names, InetAddress address, int port, int connections) {
    ServerConnector connector =
        new RoomMakingConnector(
            jetty,
            "The name server",
            null,
            connections,
            new AbstractConnectionFactory("dns") {
              @Override
              public Connection newConnection(Connector connector, EndPoint endPoint) {
                return configure(
                    new StreamConnection(connector, endPoint, names), connector, endPoint);
              }
            });
    connector.setHost(address.getHostAddress());
    connector.setPort(port);
    connector.setIdleTimeout(IDLE.toMillis());
    return connector;
  }

  /** The port. */
  public int port() {
    return stream.getLocalPort();
  }

  /** Answers over UDP from now on. */
  public void start() {
    datagrams.start();
  }

  @Override
  public void close() {
    datagrams.close();
    stream.close();
  }
}
