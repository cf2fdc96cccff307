package dev.atsharness.cli;

import dev.atsharness.device.internal.AddressBook;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses of the hosts of a probe: from the command line or, if it has none, from DNS and the
 * hosts file.
 */
final class ProbeAddresses implements AddressBook {

  private static final String ANY_HOST = "*";
  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final String ADDRESS =
      "\\[[0-9A-Fa-f]*:[0-9A-Fa-f:.]+\\]|" + OCTET + "(?:\\." + OCTET + "){3}";

  private static final Pattern RESOLVE =
      Pattern.compile(
          "(\\[[0-9A-Fa-f:.]+\\]|[^:\\[\\]]+)(?::(\\d{1,5}))?:((?:%1$s)(?:,(?:%1$s))*)(?::(\\d{1,5}))?"
              .formatted(ADDRESS));

  private static final Pattern CONNECT = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:]+)):(\\d{1,5})");

  /** One value of --resolve. */
  private record Entry(
      String host, OptionalInt port, List<InetAddress> addresses, OptionalInt toPort) {

    boolean isFor(String name, URI url) {
      return host.equalsIgnoreCase(name)
          && (port.isEmpty() || port.getAsInt() == AddressBook.port(url));
    }

    List<InetSocketAddress> of(URI url) {
      int to = toPort.orElse(AddressBook.port(url));
      return addresses.stream().map(address -> new InetSocketAddress(address, to)).toList();
    }
  }

  private final URI first;
  private final Optional<InetSocketAddress> connect;
  private final List<Entry> entries;

  /**
   * @param first the URL to which --connect applies
   * @param connect ADDRESS:PORT
   * @param resolve HOST[:PORT]:ADDRESS[:PORT], any number of them
   * @throws UsageException if one of them cannot be used
   */
  ProbeAddresses(URI first, Optional<String> connect, List<String> resolve) {
    this.first = first;
    this.connect = connect.map(ProbeAddresses::connect);
    this.entries = resolve.stream().map(ProbeAddresses::entry).toList();
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
   * entries for this host; if there are none, those of the entries for every host.
   */
  private List<InetSocketAddress> told(URI url) {
    Set<InetSocketAddress> told = new LinkedHashSet<>();
    boolean ofFirst = url.getHost().equalsIgnoreCase(first.getHost());
    boolean samePort = AddressBook.port(url) == AddressBook.port(first);
    if (ofFirst && samePort) {
      connect.ifPresent(told::add);
    }
    told.addAll(resolved(url.getHost(), url));
    if (told.isEmpty() && ofFirst) {
      connect.ifPresent(
          to -> told.add(new InetSocketAddress(to.getAddress(), AddressBook.port(url))));
    }
    return told.isEmpty() ? resolved(ANY_HOST, url) : List.copyOf(told);
  }

  private List<InetSocketAddress> resolved(String name, URI url) {
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

  private static Entry entry(String text) {
    Matcher parts = RESOLVE.matcher(text);
    if (!parts.matches()) {
      throw wrong(text, null);
    }
    try {
      List<InetAddress> addresses = new ArrayList<>();
      for (String address : parts.group(3).split(",", -1)) {
        addresses.add(InetAddress.getByName(address));
      }
      return new Entry(
          parts.group(1).toLowerCase(Locale.ROOT),
          port(text, parts.group(2)),
          addresses,
          port(text, parts.group(4)));
    } catch (UnknownHostException e) {
      throw wrong(text, e);
    }
  }

  private static OptionalInt port(String text, String digits) {
    if (digits == null) {
      return OptionalInt.empty();
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > 65535) {
      throw wrong(text, null);
    }
    return OptionalInt.of(port);
  }

  private static UsageException wrong(String text, Exception cause) {
    return new UsageException(
        "--resolve "
            + text
            + ": write HOST[:PORT]:ADDRESS[:PORT] with an address in digits, for example"
            + " mdm.example.com:192.0.2.1 or mdm.example.com:443:[2001:db8::1]:8443",
        cause);
  }
}
