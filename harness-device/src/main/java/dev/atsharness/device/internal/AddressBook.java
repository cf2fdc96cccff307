package dev.atsharness.device.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.util.IPAddress;

/** Finds the addresses of hosts. */
@FunctionalInterface
public interface AddressBook {

  /**
   * Returns the addresses of a URL's host, each with the port to connect to. The preferred address
   * is first.
   *
   * @return at least one
   * @throws UnknownHostException if the host is not known, with a human-readable message
   */
  List<InetSocketAddress> addresses(URI url) throws UnknownHostException;

  /**
   * An address book with a host and the names beside it in its domain, all at one address; the port
   * is that of the URL. Other hosts are unknown.
   */
  static AddressBook ofHost(String host, InetAddress address) {
    String domain = domain(host);
    return url -> {
      boolean beside = !domain.isEmpty() && domain(url.getHost()).equals(domain);
      if (!beside && !url.getHost().equalsIgnoreCase(host)) {
        throw new UnknownHostException("only " + host + " and the names beside it are visited");
      }
      return List.of(new InetSocketAddress(address, port(url)));
    };
  }

  /** What follows the first label of a name, in lower case; empty for addresses. */
  private static String domain(String host) {
    boolean address = host.contains(":") || IPAddress.isValidIPv4(host);
    return address ? "" : host.substring(host.indexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** Returns the port of a URL, or the default port of its scheme. */
  static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
  }
}
