package dev.atsharness.cli;

import dev.atsharness.server.Manifest;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Describes where a harness listens and who can connect to it.
 *
 * @param bind the address on which the endpoints listen, an IP address literal
 * @param publicAddress the address to which clients are told to connect, if it is a different one
 * @param console the address on which the console listens, an IP address literal; loopback by
 *     default
 */
record Listening(String bind, Optional<String> publicAddress, Optional<String> console) {

  private static final List<String> ANY = List.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  /**
   * The largest number of addresses that are listed; a machine with many containers has an address
   * for each of their networks.
   */
  private static final int MOST_NAMED = 4;

  /** Returns the lines to print. */
  List<String> lines(Manifest manifest) {
    List<String> lines = new ArrayList<>();
    lines.add("Listening on " + where() + ": " + ports(manifest) + ".");
    if (isLoopback(bind)) {
      lines.add(
          "           Only this machine can connect; use --bind ADDRESS to let others connect.");
    } else if (isAny(bind)) {
      lines.add(
          "           In a container, others can reach only the ports that its engine publishes.");
    }
    publicAddress.ifPresent(
        address -> lines.add("           Clients are told to connect to " + address + "."));
    lines.add("Console:   " + manifest.console() + console(manifest));
    return lines;
  }

  /** Returns an endpoint's own port, with the address if there is only one. */
  String ownPort(Manifest.Endpoint endpoint) {
    return isAny(bind) && publicAddress.isEmpty()
        ? String.valueOf(endpoint.location().port())
        : endpoint.location().address() + ":" + endpoint.location().port();
  }

  /** True if other machines can reach the console, which then requires a token. */
  boolean consoleBeyondLoopback() {
    return console.filter(address -> !isLoopback(address)).isPresent();
  }

  private String where() {
    if (!isAny(bind)) {
      return bind;
    }
    List<String> own = ownAddresses();
    return "all addresses of this machine"
        + (own.isEmpty()
            ? ""
            : " ("
                + own.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (own.size() > MOST_NAMED ? ", ..." : "")
                + ")");
  }

  private static String ports(Manifest manifest) {
    IntSummaryStatistics own =
        manifest.endpoints().stream()
            .mapToInt(endpoint -> endpoint.location().port())
            .summaryStatistics();
    return "port "
        + manifest.listeners().https().port()
        + " for HTTPS, "
        + manifest.listeners().http().port()
        + " for HTTP"
        + (own.getCount() == 0
            ? ""
            : ", and each scenario's own, " + own.getMin() + " to " + own.getMax());
  }

  private String console(Manifest manifest) {
    return console.filter(Listening::isAny).isPresent()
        ? " and port " + manifest.console().getPort() + " of all other addresses"
        : "";
  }

  private List<String> ownAddresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address instanceof Inet4Address || !bind.equals("0.0.0.0"))
          .filter(address -> !address.isLinkLocalAddress())
          .sorted(
              (one, other) -> Boolean.compare(one.isLoopbackAddress(), other.isLoopbackAddress()))
          .map(InetAddress::getHostAddress)
          .toList();
    } catch (SocketException e) {
      return List.of(); // they are only information for the user
    }
  }

  private static boolean isAny(String address) {
    return ANY.contains(address);
  }

  private static boolean isLoopback(String address) {
    return address.startsWith("127.")
        || Stream.of("::1", "0:0:0:0:0:0:0:1").anyMatch(address::equals);
  }
}
