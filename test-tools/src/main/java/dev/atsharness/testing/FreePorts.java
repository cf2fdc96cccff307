package dev.atsharness.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds free loopback ports for outside programs that cannot choose a port and report it. If a
 * program can, use port 0 instead: another program may take a free port.
 */
public final class FreePorts {

  private FreePorts() {}

  /**
   * Returns one free port.
   *
   * @throws IOException if no port is free
   */
  public static int one() throws IOException {
    return many(1).get(0);
  }

  /**
   * Returns this number of different free ports.
   *
   * @throws IOException if not enough ports are free
   */
  public static List<Integer> many(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
