package dev.atsharness.device.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A listener on a free loopback port that serves the connections it gets, one after the other. */
final class TestListener implements AutoCloseable {

  interface Service {
    void serve(Socket socket) throws IOException;
  }

  private final ServerSocket listener;
  private final Queue<IOException> failures = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Integer> served;

  TestListener(Service service) {
    try {
      listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen", e);
    }
    served = CompletableFuture.supplyAsync(() -> run(service), task -> new Thread(task).start());
  }

  InetSocketAddress address() {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  /** Returns the errors that ended connections early, for the message of a failed test. */
  Queue<IOException> failures() {
    return failures;
  }

  /** Stops listening and returns the number of connections. */
  int connections() throws Exception {
    listener.close();
    return served.get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private int run(Service service) {
    int connections = 0;
    while (!listener.isClosed()) {
      Socket socket;
      try {
        socket = listener.accept();
      } catch (IOException e) {
        break; // closed
      }
      connections++;
      try (socket) {
        service.serve(socket);
      } catch (IOException e) {
        failures.add(e); // most likely the device refused; the tests check what it reports
      } catch (RuntimeException e) {
        throw new CompletionException(e);
      }
    }
    return connections;
  }
}
