package dev.atsharness.server.internal.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers queries over UDP on a separate thread. One thread is enough: an answer takes
 * microseconds.
 */
final class DatagramListener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DatagramListener.class);

  /**
   * Bytes read of a datagram, several times the longest useful query; a longer one is cut and is
   * then malformed.
   */
  private static final int MAX_QUERY = 1024;

  private final NameServer server;
  private final DatagramSocket socket;

  /**
   * Opens the port; nothing is answered before {@link #start}.
   *
   * @throws IOException if it cannot be bound
   */
  DatagramListener(NameServer server, InetAddress address, int port) throws IOException {
    this.server = server;
    this.socket = new DatagramSocket(new InetSocketAddress(address, port));
  }

  void start() {
    Thread thread = new Thread(this::run, "ats-harness-dns");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    byte[] buffer = new byte[MAX_QUERY];
    while (!socket.isClosed()) {
      try {
        answer(buffer);
      } catch (IOException | RuntimeException e) {
        if (!socket.isClosed()) {
          LOG.debug("a datagram was not answered", e); // the client asks again
        }
      }
    }
  }

  private void answer(byte[] buffer) throws IOException {
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    socket.receive(packet);
    byte[] message = Arrays.copyOf(buffer, packet.getLength());
    if (packet.getPort() == 0) {
      return; // port 0 cannot receive an answer
    }
    Optional<byte[]> response = server.answer(message, packet.getAddress());
    if (response.isPresent()) {
      socket.send(
          new DatagramPacket(response.get(), response.get().length, packet.getSocketAddress()));
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
