package dev.atsharness.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP port at one address that leads to the port of the same number at another. */
final class Forwarder implements AutoCloseable {

  private final ServerSocket listener;
  private final InetSocketAddress there;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "forwarder");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  private Forwarder(ServerSocket listener, InetSocketAddress there) {
    this.listener = listener;
    this.there = there;
  }

  static Forwarder open(String here, int port, String there) throws IOException {
    ServerSocket listener = new ServerSocket(port, 256, InetAddress.getByName(here));
    Forwarder forwarder = new Forwarder(listener, new InetSocketAddress(there, port));
    forwarder.threads.execute(forwarder::accept);
    return forwarder;
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        connections.incrementAndGet();
        threads.execute(() -> forward(client));
      }
    } catch (IOException e) {
      if (!listener.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void forward(Socket client) {
    open.add(client);
    try {
      Socket server = new Socket();
      open.add(server);
      server.connect(there);
      threads.execute(() -> copy(server, client));
      copy(client, server);
    } catch (IOException e) {
      drop(client);
    }
  }

  /** Copies one direction to its end and then closes it; an error resets both connections. */
  private void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
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
