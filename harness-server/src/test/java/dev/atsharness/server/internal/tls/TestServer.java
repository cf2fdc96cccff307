package dev.atsharness.server.internal.tls;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/**
 * A running Jetty with one harness connector. It answers every request with the facts about its
 * connection.
 */
final class TestServer implements AutoCloseable {

  private final BlockingQueue<RecordedEvents> connections = new LinkedBlockingQueue<>();
  private final Server server = new Server();
  private final HarnessConnector connector;

  TestServer(ConnectionLimits limits) {
    connector =
        new HarnessConnector(
            server,
            InetAddress.getLoopbackAddress(),
            new HttpConfiguration(),
            Optional.empty(),
            limits,
            (client, local, tls) -> {
              RecordedEvents events = new RecordedEvents();
              connections.add(events);
              return events;
            });
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            AcceptedConnection arrival = AcceptedConnection.of(request);
            String text =
                arrival.endpoint().orElse("shared")
                    + (arrival.tls() ? " over TLS as " : " in clear as ")
                    + arrival.serverName().orElse("nobody")
                    + (request.isSecure() ? ", secure\n" : "\n");
            Content.Sink.write(response, true, text, callback);
            return true;
          }
        });
  }

  static TestServer serving(TlsEndpoint endpoint) throws Exception {
    return serving(endpoint, ConnectionLimits.DEFAULT);
  }

  static TestServer serving(TlsEndpoint endpoint, ConnectionLimits limits) throws Exception {
    TestServer server = new TestServer(limits);
    server.port = server.connector.listenTls(0, Router.dedicated(endpoint));
    return server.start();
  }

  static TestServer serving(Map<String, TlsEndpoint> endpoints, ConnectionLimits limits)
      throws Exception {
    TestServer server = new TestServer(limits);
    server.port = server.connector.listenTls(0, Router.byName(endpoints));
    return server.start();
  }

  private int port;

  TestServer start() throws Exception {
    server.start();
    return this;
  }

  /** The Jetty server, which tests may change before it starts. */
  Server jetty() {
    return server;
  }

  HarnessConnector connector() {
    return connector;
  }

  int port() {
    return port;
  }

  /** The events of the connection accepted next. */
  RecordedEvents nextConnection() throws InterruptedException {
    return Optional.ofNullable(
            connections.poll(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS))
        .orElseThrow(() -> new AssertionError("no connection"));
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
