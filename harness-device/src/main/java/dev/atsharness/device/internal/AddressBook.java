package dev.atsharness.device.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

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
   * An address book with one host at one address; the port is that of the URL. Other hosts are
   * unknown.
   */
  static AddressBook ofHost(String host, InetAddress address) {
    return url -> {
      if (!url.getHost().equalsIgnoreCase(host)) {
        throw new UnknownHostException("only " + host + " is visited");
      }
      return List.of(new InetSocketAddress(address, port(url)));
    };
  }

  /** Returns the port of a URL, or the default port of its scheme. */
  static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
  }
}
