package dev.atsharness.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A TCP port that leads its clients to another one: always the same, or as an HTTP proxy. */
final class PortRelay implements AutoCloseable {

  private static final Pattern CONNECT = Pattern.compile("CONNECT (\\S+):(\\d+) HTTP/1\\.1\r\n.*");

  private static final int DRIP_MILLIS = 50;

  private final ServerSocket listener;
  private final Way way;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "port-relay");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

  /** Where a client is led. */
  private interface Way {

    /** Returns the place; empty if the client has had its answer. */
    Optional<InetSocketAddress> from(Socket client, ConcurrentLinkedQueue<String> asked)
        throws IOException;
  }

  private PortRelay(ServerSocket listener, Way way) {
    this.listener = listener;
    this.way = way;
  }

  private static PortRelay open(String here, int port, Way way) throws IOException {
    PortRelay relay = new PortRelay(new ServerSocket(port, 256, InetAddress.getByName(here)), way);
    relay.threads.execute(relay::accept);
    return relay;
  }

  /** A port at one address that leads to the port of the same number at another. */
  static PortRelay at(String here, int port, String there) throws IOException {
    return open(here, port, (client, asked) -> Optional.of(new InetSocketAddress(there, port)));
  }

  /**
   * An HTTP proxy for CONNECT. It connects to ports of loopback, and to another port where it plays
   * the one that inspects.
   *
   * @param ports for each port that may be asked for the port on loopback that it leads to; others
   *     are refused
   */
  static PortRelay connecting(Map<Integer, Integer> ports) throws IOException {
    return open(
        "127.0.0.1",
        0,
        (client, asked) -> {
          Matcher request = CONNECT.matcher(header(client.getInputStream()).split("(?<=\n)", 2)[0]);
          Integer port = request.matches() ? ports.get(Integer.valueOf(request.group(2))) : null;
          if (port == null) {
            answer(client, "HTTP/1.1 403 Forbidden\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return Optional.empty();
          }
          asked.add(request.group(1));
          client
              .getOutputStream()
              .write(
                  "HTTP/1.1 200 Connection established\r\n\r\n"
                      .getBytes(StandardCharsets.US_ASCII));
          return Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        });
  }

  /** A proxy that sends these bytes after each request, and then ends the connection. */
  static PortRelay answering(byte[] bytes) throws IOException {
    return open(
        "127.0.0.1",
        0,
        (client, asked) -> {
          header(client.getInputStream());
          answer(client, bytes);
          return Optional.empty();
        });
  }

  /**
   * A proxy whose header fields come byte by byte and do not end; the client ends the connection.
   */
  static PortRelay dripping() throws IOException {
    return open(
        "127.0.0.1",
        0,
        (client, asked) -> {
          header(client.getInputStream());
          client.setTcpNoDelay(true);
          client.setSoTimeout(DRIP_MILLIS);
          client
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\nVia: ".getBytes(StandardCharsets.US_ASCII));
          while (!isClosedByClient(client)) {
            client.getOutputStream().write('x');
          }
          return Optional.empty();
        });
  }

  /** Waits for the end of the connection as long as it takes from one drop to the next. */
  private static boolean isClosedByClient(Socket client) throws IOException {
    try {
      return client.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /** The value for {@code --proxy}. */
  String option() {
    return "127.0.0.1:" + port();
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  /** The hosts that were asked for. */
  Set<String> asked() {
    return Set.copyOf(asked);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        connections.incrementAndGet();
        threads.execute(() -> serve(client));
      }
    } catch (IOException e) {
      if (!listener.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket client) {
    open.add(client);
    try {
      Optional<InetSocketAddress> there = way.from(client, asked);
      if (there.isEmpty()) {
        client.close();
        return;
      }
      Socket server = new Socket();
      open.add(server);
      server.connect(there.get());
      threads.execute(() -> copy(server, client));
      copy(client, server);
    } catch (IOException e) {
      drop(client);
    }
  }

  /** Sends an answer and waits until the client has read it and gone, so that nothing is reset. */
  private static void answer(Socket client, byte[] bytes) throws IOException {
    client.getOutputStream().write(bytes);
    client.shutdownOutput();
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private static String header(InputStream in) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    while (!header.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the client closed the connection");
      }
      header.write(b);
    }
    return header.toString(StandardCharsets.US_ASCII);
  }

  /** Copies one direction to its end and then closes it; an error resets both connections. */
  private void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      drop(from);
      drop(to);
    }
  }

  private void drop(Socket socket) {
    open.remove(socket);
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      assert socket.isClosed() : e;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(this::drop);
    threads.shutdown();
  }
}
