package dev.atsharness.cli.internal.servers;

import dev.atsharness.device.internal.AddressBook;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a host is, as {@code --resolve} and the column {@code resolve} of a list say it.
 *
 * @param host a name, an address, or {@code *} for every host
 * @param port the port of the URL for which the entry is; empty for every port
 * @param addresses at least one
 * @param toPort the port to connect to; empty for that of the URL
 */
public record HostEntry(
    String host, OptionalInt port, List<InetAddress> addresses, OptionalInt toPort) {

  /** The host of an entry that is for every host. */
  public static final String ANY_HOST = "*";

  private static final int MAX_PORT = 65_535;
  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final String ADDRESS =
      "\\[[0-9A-Fa-f]*:[0-9A-Fa-f:.]+\\]|" + OCTET + "(?:\\." + OCTET + "){3}";
  private static final String ADDRESSES = "(?:%1$s)(?:,(?:%1$s))*".formatted(ADDRESS);

  private static final Pattern ENTRY =
      Pattern.compile(
          "(\\[[0-9A-Fa-f:.]+\\]|[^:\\[\\]]+)(?::(\\d{1,5}))?:(%s)(?::(\\d{1,5}))?"
              .formatted(ADDRESSES));

  private static final Pattern WITHOUT_HOST = Pattern.compile(ADDRESSES + "(?::\\d{1,5})?");

  public HostEntry {
    addresses = List.copyOf(addresses);
  }

  /**
   * Reads {@code HOST[:PORT]:ADDRESS[,ADDRESS...][:PORT]}.
   *
   * @throws IllegalArgumentException if the text is something else; the message says what to write
   */
  public static HostEntry of(String text) {
    Matcher parts = ENTRY.matcher(text);
    if (!parts.matches()) {
      throw wrong(text, null);
    }
    try {
      List<InetAddress> addresses = new ArrayList<>();
      for (String address : parts.group(3).split(",", -1)) {
        addresses.add(InetAddress.getByName(address));
      }
      return new HostEntry(
          parts.group(1).toLowerCase(Locale.ROOT),
          port(text, parts.group(2)),
          addresses,
          port(text, parts.group(4)));
    } catch (UnknownHostException e) {
      throw wrong(text, e);
    }
  }

  /**
   * Reads an entry of a list, in which the host may be left out: it is then the one of the URL.
   *
   * @throws IllegalArgumentException if the text is something else; the message says what to write
   */
  public static HostEntry of(String text, URI url) {
    return of(
        WITHOUT_HOST.matcher(text).matches()
            ? url.getHost() + ":" + AddressBook.port(url) + ":" + text
            : text);
  }

  /** Returns the form that {@link #of(String)} reads. */
  public String text() {
    String to =
        String.join(
            ",",
            addresses.stream()
                .map(InetAddress::getHostAddress)
                .map(address -> address.contains(":") ? "[" + address + "]" : address)
                .toList());
    return host
        + (port.isPresent() ? ":" + port.getAsInt() : "")
        + ":"
        + to
        + (toPort.isPresent() ? ":" + toPort.getAsInt() : "");
  }

  /** True if the entry is for this name at the port of the URL. */
  public boolean isFor(String name, URI url) {
    return host.equalsIgnoreCase(name)
        && (port.isEmpty() || port.getAsInt() == AddressBook.port(url));
  }

  /** Returns where to connect for the URL. */
  public List<InetSocketAddress> of(URI url) {
    int to = toPort.orElse(AddressBook.port(url));
    return addresses.stream().map(address -> new InetSocketAddress(address, to)).toList();
  }

  private static OptionalInt port(String text, String digits) {
    if (digits == null) {
      return OptionalInt.empty();
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > MAX_PORT) {
      throw wrong(text, null);
    }
    return OptionalInt.of(port);
  }

  private static IllegalArgumentException wrong(String text, Exception cause) {
    return new IllegalArgumentException(
        text
            + ": write HOST[:PORT]:ADDRESS[:PORT] with an address in digits, for example"
            + " mdm.example.com:192.0.2.1 or mdm.example.com:443:[2001:db8::1]:8443",
        cause);
  }
}
