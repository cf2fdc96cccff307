package dev.atsharness.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Loopback ports that are free now, for outside programs that cannot choose one and say which. A
 * program that can is better asked for port 0.
 */
public final class FreePorts {

  private FreePorts() {}

  /**
   * One.
   *
   * @throws IOException if there is none
   */
  public static int one() throws IOException {
    return many(1).get(0);
  }

  /**
   * So many, all different.
   *
   * @throws IOException if there are not as many
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
