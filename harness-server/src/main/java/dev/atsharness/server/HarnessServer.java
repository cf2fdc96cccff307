package dev.atsharness.server;

import dev.atsharness.server.http.PlainErrors;
import java.util.Objects;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Jetty;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** The Jetty server of a harness: its threads, which keep no JVM alive, and its HTTP limits. */
final class HarnessServer {

  /** The protocol's name in ALPN (RFC 9113 section 3.1). */
  static final String HTTP_2 = "h2";

  private static final int MAX_THREADS = 64;
  private static final int MIN_THREADS = 4;
  private static final int MAX_REQUEST_HEADER_BYTES = 8 * 1024;
  private static final int MAX_STREAMS = 32;
  private static final long CONSOLE_IDLE_MILLIS = 30_000;

  private static final String JETTY_PROPERTY = "jetty.git.hash";

  private final Server jetty;

  HarnessServer() {
    initialiseJetty();
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("ats-harness");
    threads.setDaemon(true);
    this.jetty =
        new Server(threads, new ScheduledExecutorScheduler("ats-harness-timer", true), null);
    jetty.setErrorHandler(new PlainErrors());
  }

  /** Jetty's first class sets a system property, which this takes back unless it was there. */
  private static void initialiseJetty() {
    boolean there = System.getProperty(JETTY_PROPERTY) != null;
    Objects.requireNonNull(Jetty.VERSION, "reading it runs the class initializer");
    if (!there) {
      System.clearProperty(JETTY_PROPERTY);
    }
  }

  Server jetty() {
    return jetty;
  }

  static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(MAX_REQUEST_HEADER_BYTES);
    http.setSendServerVersion(false);
    http.setUriCompliance(
        UriCompliance.DEFAULT.with(
            "OCSP", // base64 in a path (RFC 6960 appendix A.1), which here leads to no file
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT));
    return http;
  }

  /** HTTP/2, on connections whose handshake has selected it. */
  static ConnectionFactory http2() {
    HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http());
    http2.setMaxConcurrentStreams(MAX_STREAMS);
    return http2;
  }

  /** A connector of the console's own, not bound yet. */
  ServerConnector newConsole(String address, int port) {
    ServerConnector console =
        new ServerConnector(jetty, null, null, null, 0, 1, new HttpConnectionFactory(http()));
    console.setHost(address);
    console.setPort(port);
    console.setIdleTimeout(CONSOLE_IDLE_MILLIS);
    jetty.addConnector(console);
    return console;
  }

  void start(ServerConnector console, Request.Handler consolePages, Request.Handler endpointPages) {
    jetty.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            boolean toConsole = request.getConnectionMetaData().getConnector() == console;
            return (toConsole ? consolePages : endpointPages).handle(request, response, callback);
          }
        });
    try {
      jetty.start();
    } catch (Exception e) {
      throw new HarnessException("the endpoints did not start (" + e + ")", e);
    }
  }
}
