package dev.atsharness.server;

import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.bouncycastle.util.IPAddress;

/**
 * The addresses a harness listens on and the one that clients use; all IP address literals.
 *
 * @param bind the address that the endpoints listen on
 * @param publicAddress the address that clients connect to, if it differs, for example behind a
 *     router or a container engine
 * @param consoleBind the address that the console listens on, if one is configured
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
          "clients cannot connect to " + publicAddress.get() + "; give the address that they use");
    }
  }

  private static void requireAddress(String address) {
    if (!IPAddress.isValid(address)) {
      throw new IllegalArgumentException(
          "'" + address + "' is not an IP address, such as 127.0.0.1 or ::1");
    }
  }

  /** The address the endpoints listen on. */
  InetAddress bindAddress() {
    return parse(bind);
  }

  /** The address by which clients reach the endpoints; loopback if nothing else is known. */
  String reachable() {
    return publicAddress.orElse(isAny(bind) ? LOOPBACK : bind);
  }

  /**
   * The address by which this client reaches the endpoints. If nothing else is known, it is the
   * address from which this machine would send to the client.
   */
  InetAddress reachableBy(InetAddress client) {
    if (publicAddress.isPresent() || !isAny(bind)) {
      return parse(reachable());
    }
    try (DatagramSocket towardsClient = new DatagramSocket()) {
      towardsClient.connect(client, ANY_PORT); // sends nothing
      return towardsClient.getLocalAddress();
    } catch (SocketException e) {
      throw new UncheckedIOException("no route to " + client, e);
    }
  }

  /** Whether the address by which the endpoints are reached depends on the client. */
  boolean dependOnClient() {
    return publicAddress.isEmpty() && isAny(bind);
  }

  /** The address that the console listens on: a loopback address unless configured otherwise. */
  String console() {
    return consoleBind.orElse(bindAddress().isLoopbackAddress() ? bind : LOOPBACK);
  }

  /** Whether only this machine can reach the console. */
  boolean consoleIsPrivate() {
    return parse(console()).isLoopbackAddress();
  }

  /** The address by which clients reach the console. */
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
