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
 * Says where a harness listens and who can connect to it.
 *
 * @param bind what the endpoints listen on, an IP address literal
 * @param publicAddress where clients are told to connect, if that is another
 * @param console what the console listens on, an IP address literal; loopback unless given
 */
record Listening(String bind, Optional<String> publicAddress, Optional<String> console) {

  private static final List<String> ANY = List.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  /** A machine with many containers has an address for each of their networks. */
  private static final int MOST_NAMED = 4;

  /** The lines for people. */
  List<String> lines(Manifest manifest) {
    List<String> lines = new ArrayList<>();
    lines.add("Listening on " + where() + ": " + ports(manifest) + ".");
    if (isLoopback(bind)) {
      lines.add("           Only this machine can connect; --bind ADDRESS lets others in.");
    } else if (isAny(bind)) {
      lines.add("           Of a container, others reach the ports that its engine publishes.");
    }
    publicAddress.ifPresent(
        address -> lines.add("           Clients are told to connect to " + address + "."));
    lines.add("Console:   " + manifest.console() + console(manifest));
    return lines;
  }

  /** An endpoint's own port; with the address where there is only one. */
  String ownPort(Manifest.Endpoint endpoint) {
    return isAny(bind) && publicAddress.isEmpty()
        ? String.valueOf(endpoint.port())
        : endpoint.address() + ":" + endpoint.port();
  }

  /** Whether others than this machine can ask the console, which then wants a token. */
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
        manifest.endpoints().stream().mapToInt(Manifest.Endpoint::port).summaryStatistics();
    return "port "
        + manifest.https().port()
        + " for HTTPS, "
        + manifest.http().port()
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
      return List.of(); // they are a help for people, and nothing depends on them
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
