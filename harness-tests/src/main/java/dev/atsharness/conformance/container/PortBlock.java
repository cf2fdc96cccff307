package dev.atsharness.conformance.container;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** A block of consecutive free ports on this machine. */
record PortBlock(int first, int count) {

  /**
   * The lowest port. Systems use lower ports for services, and ports above the range for outgoing
   * connections.
   */
  private static final int LOWEST = 15_000;

  private static final int HIGHEST = 32_000;

  private static final int TRIES = 50;

  /**
   * Returns a block at a random place. Another program may still take one of its ports before it is
   * used.
   *
   * @throws IllegalStateException if none is found
   */
  static PortBlock free(int count) {
    for (int i = 0; i < TRIES; i++) {
      PortBlock block =
          new PortBlock(ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - count), count);
      if (block.ports().allMatch(PortBlock::isFree)) {
        return block;
      }
    }
    throw new IllegalStateException("there are no " + count + " free ports in a row");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  IntStream ports() {
    return IntStream.range(first, first + count);
  }

  boolean contains(int port) {
    return port >= first && port < first + count;
  }
}
