package dev.atsharness.server;

import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.bouncycastle.util.IPAddress;

/**
 * Where a harness listens, and where clients find it; all IP address literals.
 *
 * @param bind what the endpoints listen on
 * @param publicAddress where clients reach them, if that is another: a router, or the engine of a
 *     container, may be in between
 * @param consoleBind what the console listens on, if it is told so
 */
record Addresses(String bind, Optional<String> publicAddress, Optional<String> consoleBind) {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int ANY_PORT = 9;

  Addresses {
    requireAddress(bind);
    publicAddress.ifPresent(Addresses::requireAddress);
    consoleBind.ifPresent(Addresses::requireAddress);
    if (publicAddress.isPresent() && isAny(publicAddress.get())) {
      throw new IllegalArgumentException(
          "nobody can connect to " + publicAddress.get() + "; write the address that clients use");
    }
  }

  private static void requireAddress(String address) {
    if (!IPAddress.isValid(address)) {
      throw new IllegalArgumentException(
          "'"
              + address
              + "' is no IP address; write one of this machine, like 127.0.0.1 or 0.0.0.0");
    }
  }

  /** The address the endpoints listen on. */
  InetAddress bindAddress() {
    return parse(bind);
  }

  /** Where a client reaches the endpoints; on this machine if nothing else is known. */
  String reachable() {
    return publicAddress.orElse(isAny(bind) ? LOOPBACK : bind);
  }

  /**
   * Where this client reaches the endpoints: where nothing else is known, the address from which
   * this machine would send to it.
   */
  InetAddress reachableBy(InetAddress client) {
    if (publicAddress.isPresent() || !isAny(bind)) {
      return parse(reachable());
    }
    try (DatagramSocket towardsClient = new DatagramSocket()) {
      towardsClient.connect(client, ANY_PORT); // sends nothing
      return towardsClient.getLocalAddress();
    } catch (SocketException e) {
      throw new UncheckedIOException("no way back to " + client, e);
    }
  }

  /** Whether each client reaches the endpoints at an address that only it knows. */
  boolean dependOnClient() {
    return publicAddress.isEmpty() && isAny(bind);
  }

  /** The console stays on this machine, wherever the endpoints listen, unless told otherwise. */
  String console() {
    return consoleBind.orElse(bindAddress().isLoopbackAddress() ? bind : LOOPBACK);
  }

  /** Whether nobody but this machine can ask the console. */
  boolean consoleIsPrivate() {
    return parse(console()).isLoopbackAddress();
  }

  /** Where a client reaches the console. */
  String reachableConsole() {
    return isAny(console()) ? publicAddress.orElse(LOOPBACK) : console();
  }

  private static boolean isAny(String address) {
    return parse(address).isAnyLocalAddress();
  }

  private static InetAddress parse(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address literal needs no resolver: " + address, e);
    }
  }
}
