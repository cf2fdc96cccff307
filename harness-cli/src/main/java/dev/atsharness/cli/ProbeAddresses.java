package dev.atsharness.cli;

import dev.atsharness.cli.internal.servers.HostEntry;
import dev.atsharness.device.internal.AddressBook;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The addresses of the hosts of a probe: from the command line or, if it has none, from DNS and the
 * hosts file.
 */
final class ProbeAddresses implements AddressBook {

  private static final Pattern CONNECT = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:]+)):(\\d{1,5})");

  private final URI first;
  private final Optional<InetSocketAddress> connect;
  private final List<HostEntry> entries;
  private final List<HostEntry> others;

  /**
   * @param first the URL to which --connect applies
   * @param connect ADDRESS:PORT
   * @param resolve HOST[:PORT]:ADDRESS[:PORT], any number of them
   * @throws UsageException if one of them cannot be used
   */
  ProbeAddresses(URI first, Optional<String> connect, List<String> resolve) {
    this.first = first;
    this.connect = connect.map(ProbeAddresses::connect);
    this.entries = entries(resolve);
    this.others = List.of();
  }

  private ProbeAddresses(List<HostEntry> entries, List<HostEntry> others, URI first) {
    this.first = first;
    this.connect = Optional.empty();
    this.entries = List.copyOf(entries);
    this.others = List.copyOf(others);
  }

  /**
   * Returns the addresses of one of many servers, without --connect.
   *
   * @param entries of this server and of the command line
   * @param others of all servers of the list; they count for hosts that no other entry names
   */
  static ProbeAddresses of(URI url, List<HostEntry> entries, List<HostEntry> others) {
    return new ProbeAddresses(entries, others, url);
  }

  /**
   * Reads the values of --resolve.
   *
   * @throws UsageException if one of them cannot be used
   */
  static List<HostEntry> entries(List<String> resolve) {
    return resolve.stream().map(ProbeAddresses::entry).toList();
  }

  /** Returns the same addresses, but names that the command line does not know stay unresolved. */
  AddressBook forProxy() {
    return url -> {
      List<InetSocketAddress> told = told(url);
      return told.isEmpty()
          ? List.of(InetSocketAddress.createUnresolved(url.getHost(), AddressBook.port(url)))
          : told;
    };
  }

  @Override
  public List<InetSocketAddress> addresses(URI url) throws UnknownHostException {
    List<InetSocketAddress> told = told(url);
    if (!told.isEmpty()) {
      return told;
    }
    try {
      List<InetSocketAddress> addresses = new ArrayList<>();
      for (InetAddress address : InetAddress.getAllByName(url.getHost())) {
        addresses.add(new InetSocketAddress(address, AddressBook.port(url)));
      }
      return addresses;
    } catch (UnknownHostException e) {
      UnknownHostException plain =
          new UnknownHostException(
              "the name "
                  + url.getHost()
                  + " does not resolve; --resolve "
                  + url.getHost()
                  + ":ADDRESS gives its address");
      plain.initCause(e);
      throw plain;
    }
  }

  /**
   * Returns the addresses from the command line: the one of --connect first, then those of the
   * entries for this host; if there are none, those of the entries for this host that others of the
   * list have; if there are none, those of the entries for every host.
   */
  private List<InetSocketAddress> told(URI url) {
    Set<InetSocketAddress> told = new LinkedHashSet<>();
    boolean ofFirst = url.getHost().equalsIgnoreCase(first.getHost());
    boolean samePort = AddressBook.port(url) == AddressBook.port(first);
    if (ofFirst && samePort) {
      connect.ifPresent(told::add);
    }
    told.addAll(resolved(entries, url.getHost(), url));
    if (told.isEmpty() && ofFirst) {
      connect.ifPresent(
          to -> told.add(new InetSocketAddress(to.getAddress(), AddressBook.port(url))));
    }
    return told.isEmpty()
        ? Stream.of(
                resolved(others, url.getHost(), url),
                resolved(entries, HostEntry.ANY_HOST, url),
                resolved(others, HostEntry.ANY_HOST, url))
            .filter(addresses -> !addresses.isEmpty())
            .findFirst()
            .orElse(List.of())
        : List.copyOf(told);
  }

  private static List<InetSocketAddress> resolved(List<HostEntry> entries, String name, URI url) {
    return entries.stream()
        .filter(entry -> entry.isFor(name, url))
        .flatMap(entry -> entry.of(url).stream())
        .distinct()
        .toList();
  }

  private static InetSocketAddress connect(String text) {
    Matcher parts = CONNECT.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(3)) > 65535) {
      throw new UsageException("--connect " + text + ": write ADDRESS:PORT");
    }
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    try {
      return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(parts.group(3)));
    } catch (UnknownHostException e) {
      throw new UsageException(
          "--connect "
              + text
              + " does not resolve; --connect ADDRESS:PORT with an address needs no name server",
          e);
    }
  }

  private static HostEntry entry(String text) {
    try {
      return HostEntry.of(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--resolve " + e.getMessage(), e);
    }
  }
}
