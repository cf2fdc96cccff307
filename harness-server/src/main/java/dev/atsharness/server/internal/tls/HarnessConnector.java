package dev.atsharness.server.internal.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * One connector for any number of ports, each with TLS or clear text. They share its selector, so a
 * port costs a socket and no thread. A port is bound when it is added, before the server starts, so
 * that a port in use is detected early; connections are accepted once the server has started.
 * {@link #close} releases the ports, even if the connector was never started.
 */
public final class HarnessConnector extends ServerConnector {

  private static final int BACKLOG = 511;

  /**
   * The budget for long ClientHellos at one time; each takes about ten times its length of heap
   * until its connection is closed.
   */
  private static final long LONG_HELLO_BYTES = 4L << 20;

  private final InetAddress address;
  private final ConnectionLimits limits;
  private final LimitNotice full;
  private final ByteBudget clearBudget =
      new ByteBudget(LONG_HELLO_BYTES, "Long ClientHellos on ports without TLS");
  private final ConnectionObserver observer;
  private final Map<Integer, PortBinding> bindings = new ConcurrentHashMap<>();

  /**
   * The connections that are accepted and not yet closed; Jetty's list lags behind a burst, and
   * does not have those that close with a delay ({@link Linger}). Of these, some may be closed.
   */
  private final Set<SelectableChannel> open = ConcurrentHashMap.newKeySet();

  /**
   * @param server the server that the caller adds this connector to
   * @param address to bind
   * @param http how requests are parsed, at both TLS and clear-text ports
   * @param http2 the factory for clients that negotiated {@code h2}; empty if no endpoint offers it
   * @param limits limits on clients
   * @param observer listener for every connection
   */
  public HarnessConnector(
      Server server,
      InetAddress address,
      HttpConfiguration http,
      Optional<ConnectionFactory> http2,
      ConnectionLimits limits,
      ConnectionObserver observer) {
    super(server, null, null, null, 0, 1, new PortFactory(limits), new HttpConnectionFactory(http));
    http2.ifPresent(this::addConnectionFactory);
    this.address = address;
    this.limits = limits;
    this.full =
        new LimitNotice(
            "The endpoints have "
                + limits.connections()
                + " open connections, which is their limit; new ones are closed");
    this.observer = observer;
    setIdleTimeout(limits.idleTime().toMillis());
  }

  /**
   * Opens a TLS port.
   *
   * @param port 1 to 65535, or 0 for any free one
   * @param router decides which endpoint a connection gets
   * @return the port
   * @throws IOException if the port cannot be bound; the message names address and port
   * @throws IllegalStateException if the connector has been started
   */
  public int listenTls(int port, Router router) throws IOException {
    return listen(port, Optional.of(router), Optional.empty(), Map.of());
  }

  /**
   * Opens a clear-text port.
   *
   * @param port 1 to 65535, or 0 for any free one
   * @param endpoint the endpoint it belongs to; empty for a shared port
   * @return the port
   * @throws IOException if the port cannot be bound; the message names address and port
   * @throws IllegalStateException if the connector has been started
   */
  public int listenClear(int port, Optional<String> endpoint) throws IOException {
    return listen(port, Optional.empty(), endpoint, Map.of());
  }

  /**
   * Opens a clear-text port that endpoints share.
   *
   * @param port 1 to 65535, or 0 for any free one
   * @param names names of the endpoints, by fully qualified lower-case host name; used for clients
   *     that speak TLS there, since this class does not look at requests
   * @return the port
   * @throws IOException if the port cannot be bound; the message names address and port
   * @throws IllegalStateException if the connector has been started
   */
  public int listenClear(int port, Map<String, String> names) throws IOException {
    return listen(port, Optional.empty(), Optional.empty(), Map.copyOf(names));
  }

  private int listen(
      int port, Optional<Router> router, Optional<String> owner, Map<String, String> names)
      throws IOException {
    if (!isStopped()) {
      throw new IllegalStateException("ports are opened before the connector starts");
    }
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(address, port), BACKLOG);
      channel.configureBlocking(false);
    } catch (IOException e) {
      IO.close(channel);
      throw new IOException(
          "cannot listen on " + address.getHostAddress() + ":" + port + ": " + e.getMessage(), e);
    }
    PortBinding binding = new PortBinding(channel, router, owner, names);
    bindings.put(binding.port(), binding);
    return binding.port();
  }

  @Override
  public void open() throws IOException {
    if (getTransport() == null) {
      PortBinding first =
          bindings.values().stream()
              .findFirst()
              .orElseThrow(() -> new IOException("no port to listen on"));
      open(first.channel());
    }
  }

  /**
   * @throws IllegalStateException if the server's handler is declared as non-blocking
   */
  @Override
  protected void doStart() throws Exception {
    if (getServer().getInvocationType() != InvocationType.BLOCKING) {
      close();
      throw new IllegalStateException(
          "with a non-blocking handler Jetty runs handshakes on the thread that all ports share,"
              + " and one that waits for its key would stop them all");
    }
    Object first;
    try {
      super.doStart();
      first = getTransport();
    } catch (Exception | Error e) {
      close();
      throw e;
    }
    bindings.values().stream()
        .map(PortBinding::channel)
        .filter(channel -> channel != first)
        .forEach(getSelectorManager()::acceptor);
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    open.forEach(IO::close);
    open.clear();
  }

  @Override
  public void close() {
    super.close();
    bindings.values().forEach(binding -> IO.close(binding.channel()));
    bindings.clear();
  }

  @Override
  protected SelectorManager newSelectorManager(
      Executor executor, Scheduler scheduler, int selectors) {
    return new ServerConnectorManager(executor, scheduler, selectors) {
      @Override
      protected void accepted(SelectableChannel channel) throws IOException {
        if (open.size() >= limits.connections()) {
          open.removeIf(one -> !one.isOpen());
        }
        if (open.size() < limits.connections()) {
          open.add(channel);
          super.accepted(channel);
        } else {
          IO.close(channel);
          full.reached();
        }
      }

      /**
       * Sets up a new connection on the accepting thread: that takes less time than waking another.
       */
      @Override
      protected void execute(Runnable task) {
        if (task instanceof ManagedSelector.SelectorUpdate) {
          task.run();
        } else {
          super.execute(task);
        }
      }

      @Override
      protected void onAcceptFailed(SelectableChannel channel, Throwable failure, Object extra) {
        open.remove(channel);
        super.onAcceptFailed(channel, failure, extra);
      }

      @Override
      protected void endPointClosed(EndPoint endPoint) {
        SelectableChannel channel = ((AcceptedEndPoint) endPoint).getChannel();
        if (!channel.isOpen()) {
          open.remove(channel);
        }
        super.endPointClosed(endPoint);
      }
    };
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) throws IOException {
    InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
    PortBinding binding = bindings.get(local.getPort());
    if (binding == null) {
      throw new IOException("the connector is closing");
    }
    ConnectionEvents events =
        observer.opened((InetSocketAddress) channel.getRemoteAddress(), local, binding.tls());
    AcceptedEndPoint accepted =
        new AcceptedEndPoint(
            channel,
            selector,
            key,
            getScheduler(),
            limits.requestTime(),
            binding,
            events,
            watch(binding, events));
    accepted.setIdleTimeout(getIdleTimeout());
    return accepted;
  }

  private Optional<ClearPortWatch> watch(PortBinding binding, ConnectionEvents events) {
    return binding.tls()
        ? Optional.empty()
        : Optional.of(
            new ClearPortWatch(
                new ClientHelloReader(limits.clientHelloBytes(), clearBudget),
                binding.names(),
                events));
  }

  /** Makes the connection for the protocol of the port. */
  private static final class PortFactory extends AbstractConnectionFactory {

    private final ConnectionLimits limits;
    private final ByteBudget budget = new ByteBudget(LONG_HELLO_BYTES, "Long ClientHellos");

    PortFactory(ConnectionLimits limits) {
      super("harness");
      this.limits = limits;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      AcceptedEndPoint accepted = (AcceptedEndPoint) endPoint;
      HttpConnectionFactory http = connector.getConnectionFactory(HttpConnectionFactory.class);
      Optional<Router> router = accepted.binding().router();
      if (router.isEmpty()) {
        return http.newConnection(connector, accepted);
      }
      HarnessEngine engine =
          new HarnessEngine(router.get(), accepted.events(), limits, budget, accepted);
      TlsConnection connection = new TlsConnection(connector, accepted, engine, limits);
      configure(connection, connector, accepted);
      EndPoint decrypted = connection.getSslEndPoint();
      decrypted.setConnection(
          connector.getConnectionFactory(NegotiatedConnection.HTTP_2) == null
              ? http.newConnection(connector, decrypted)
              : new NegotiatedConnection(connector, decrypted, engine));
      return connection;
    }
  }
}
