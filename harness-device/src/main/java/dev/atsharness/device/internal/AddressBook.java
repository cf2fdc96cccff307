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

  /**
   * An address book with a host and the names beside it in its domain, all at one address; the port
   * is that of the URL. Other hosts are unknown.
   */
  static AddressBook ofDomain(String host, InetAddress address) {
    String beside = host.substring(host.indexOf('.') + 1).toLowerCase(Locale.ROOT);
    AddressBook alone = ofHost(host, address);
    return url -> {
      String name = url.getHost().toLowerCase(Locale.ROOT);
      boolean known = !IPAddress.isValid(host) && name.endsWith("." + beside);
      return known ? List.of(new InetSocketAddress(address, port(url))) : alone.addresses(url);
    };
  }

  /** Returns the port of a URL, or the default port of its scheme. */
  static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
  }
}
