package dev.atsharness.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds free loopback ports for outside programs that cannot choose a port and report it. If a
 * program can, use port 0 instead: another program may take a free port. The ports are below those
 * that systems give out for port 0, so only a program that asks for such a port can take it.
 */
public final class FreePorts {

  private static final int FIRST = 10_000;
  private static final int END = 20_000;

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
        sockets.add(open());
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  private static ServerSocket open() throws IOException {
    BindException taken = null;
    for (int i = 0; i < END - FIRST; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
      } catch (BindException e) {
        taken = e;
      }
    }
    throw new IOException("no port from " + FIRST + " to " + (END - 1) + " is free", taken);
  }
}
