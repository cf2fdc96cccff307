package dev.atsharness.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP proxy for CONNECT. It connects to ports of loopback, and to another port where it plays
 * the one that inspects.
 */
final class ConnectProxy implements AutoCloseable {

  private static final Pattern CONNECT = Pattern.compile("CONNECT (\\S+):(\\d+) HTTP/1\\.1\r\n.*");

  private final ServerSocket listener;
  private final Map<Integer, Integer> ports;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "connect-proxy");
            thread.setDaemon(true);
            return thread;
          });

  private ConnectProxy(ServerSocket listener, Map<Integer, Integer> ports) {
    this.listener = listener;
    this.ports = ports;
  }

  /**
   * @param ports for each port that may be asked for the port on loopback that it leads to; others
   *     are refused
   */
  static ConnectProxy open(Map<Integer, Integer> ports) throws IOException {
    ConnectProxy proxy =
        new ConnectProxy(
            new ServerSocket(0, 256, InetAddress.getLoopbackAddress()), Map.copyOf(ports));
    proxy.threads.execute(proxy::accept);
    return proxy;
  }

  /** The value for {@code --proxy}. */
  String option() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** The hosts that were asked for. */
  Set<String> asked() {
    return Set.copyOf(asked);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
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
      Matcher request = CONNECT.matcher(header(client.getInputStream()).split("(?<=\n)", 2)[0]);
      Integer port = request.matches() ? ports.get(Integer.valueOf(request.group(2))) : null;
      if (port == null) {
        answer(client, "403 Forbidden");
        client.close();
        return;
      }
      asked.add(request.group(1));
      Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
      open.add(server);
      answer(client, "200 Connection established");
      threads.execute(() -> copy(server, client));
      copy(client, server);
    } catch (IOException e) {
      drop(client);
    }
  }

  private static void answer(Socket client, String status) throws IOException {
    client
        .getOutputStream()
        .write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
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
