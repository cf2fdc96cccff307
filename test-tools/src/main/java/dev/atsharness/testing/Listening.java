package dev.atsharness.testing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;

/** Tells whether a program listens on a TCP port of this machine. */
public final class Listening {

  private Listening() {}

  /**
   * Tells whether a program accepts connections.
   *
   * <p>A client on loopback can get the very port that it connects to as its own. If nobody listens
   * there, TCP then connects the socket with itself (simultaneous open, RFC 9293 section 3.5),
   * about once in 28,000 attempts on Linux. That is not a listener.
   *
   * @throws IOException if the connection fails for another reason than that it is refused
   */
  public static boolean on(InetAddress address, int port) throws IOException {
    try (Socket socket = new Socket(address, port)) {
      return socket.getLocalPort() != port;
    } catch (ConnectException e) {
      return false;
    }
  }
}
