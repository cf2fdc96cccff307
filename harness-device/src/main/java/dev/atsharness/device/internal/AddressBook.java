package dev.atsharness.device.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/** Where hosts are. */
@FunctionalInterface
public interface AddressBook {

  /**
   * The addresses of a URL's host, each with the port to connect to, the preferred first.
   *
   * @return at least one
   * @throws UnknownHostException if the host is not known, with a message for people
   */
  List<InetSocketAddress> addresses(URI url) throws UnknownHostException;

  /** One host at one address, at whatever port a URL names; other hosts are not known. */
  static AddressBook ofHost(String host, InetAddress address) {
    return url -> {
      if (!url.getHost().equalsIgnoreCase(host)) {
        throw new UnknownHostException("only " + host + " is visited");
      }
      return List.of(new InetSocketAddress(address, port(url)));
    };
  }

  /** The port that a URL names, or the one of its scheme. */
  static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
  }
}
