package dev.atsharness.server;

import dev.atsharness.server.internal.console.ConsoleLimits;
import dev.atsharness.server.internal.http.ErrorPages;
import dev.atsharness.server.internal.http.RequestBody;
import dev.atsharness.server.internal.http.RequestTimes;
import dev.atsharness.server.internal.tls.ByteBudget;
import dev.atsharness.server.internal.tls.ConnectionLimits;
import java.time.Duration;
import java.util.Objects;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.WindowRateControl;
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

/** The Jetty server of a harness: its threads, which are daemon threads, and its HTTP limits. */
final class HarnessServer {

  /** The protocol's name in ALPN (RFC 9113 section 3.1). */
  static final String HTTP_2 = "h2";

  private static final int MAX_THREADS = 64;
  private static final int MIN_THREADS = 4;
  private static final int MAX_REQUEST_HEADER_BYTES = 8 * 1024;
  private static final int MAX_STREAMS = 32;

  /**
   * The maximum number per second of frames of HTTP/2 that cost the server more than the client:
   * resets of streams, pings, settings, priorities, empty frames. A client that sends more is
   * disconnected. The library's default is the same; it is set so that no other release changes it.
   */
  private static final int MAX_HTTP2_EVENTS = 128;

  /** The maximum number of settings in one frame; HTTP/2 and its extensions define ten. */
  private static final int MAX_HTTP2_SETTINGS = 32;

  /**
   * Limit for the bodies of requests that have not arrived in full, over all connections of the
   * endpoints, or of the console.
   */
  private static final long MAX_BODY_BYTES = 8L << 20;

  /**
   * Time for a client to read an answer of an endpoint; a scenario that sends its answer slowly
   * takes some 30 seconds.
   */
  private static final Duration ANSWER_TIME = Duration.ofMinutes(2);

  private static final String JETTY_PROPERTY = "jetty.git.hash";

  private final Server jetty;

  HarnessServer() {
    initialiseJetty();
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("ats-harness");
    threads.setDaemon(true);
    this.jetty =
        new Server(threads, new ScheduledExecutorScheduler("ats-harness-timer", true), null);
    jetty.setErrorHandler(new ErrorPages());
  }

  /**
   * Initialises Jetty, whose first class sets a system property, and removes the property unless it
   * was set before.
   */
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
            "OCSP", // base64 in a path (RFC 6960 appendix A.1), which is not a file name here
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT));
    return http;
  }

  /** The factory for HTTP/2, used on connections whose handshake selected it. */
  static ConnectionFactory http2() {
    HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http());
    http2.setMaxConcurrentStreams(MAX_STREAMS);
    http2.setRateControlFactory(new WindowRateControl.Factory(MAX_HTTP2_EVENTS));
    http2.setMaxSettingsKeys(MAX_HTTP2_SETTINGS);
    return http2;
  }

  /**
   * The limits for reading bodies. The endpoints and the console have one each, with separate
   * budgets.
   */
  static RequestBody.Limits bodies(ConnectionLimits limits) {
    return new RequestBody.Limits(
        new ByteBudget(MAX_BODY_BYTES, "Bodies of requests"), limits.requestTime());
  }

  /** A separate connector for the console, not bound yet. */
  ServerConnector newConsole(
      String address, int port, ConnectionLimits limits, ConsoleLimits ownLimits) {
    ServerConnector console =
        new ConsoleConnector(
            jetty,
            new HttpConnectionFactory(http()),
            ownLimits.connections(),
            limits.requestTime());
    console.setHost(address);
    console.setPort(port);
    console.setIdleTimeout(limits.idleTime().toMillis());
    jetty.addConnector(console);
    return console;
  }

  /**
   * Starts to answer.
   *
   * @param consoleTime time for a client to read an answer of the console
   */
  void start(
      ServerConnector console,
      Duration consoleTime,
      Request.Handler consolePages,
      Request.Handler endpointPages) {
    jetty.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            boolean toConsole = request.getConnectionMetaData().getConnector() == console;
            RequestTimes.watch(request, toConsole ? consoleTime : ANSWER_TIME);
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
