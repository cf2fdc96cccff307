package dev.atsharness.log.internal.letter;

import dev.atsharness.log.internal.text.Retest;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a server is, for the commands of a letter: by its URLs in the list of owners, otherwise by
 * its name in the log.
 *
 * @param host the host name, or the address in brackets; hostile
 * @param urls the URLs over HTTPS at which it is checked
 * @param ports the ports that are known, in order
 */
record Endpoint(String host, List<String> urls, List<Integer> ports) {

  private static final Pattern WITH_PORT = Pattern.compile("([^:]+|\\[.*\\]):(\\d{1,5})");
  private static final int HTTPS = 443;

  Endpoint {
    urls = List.copyOf(urls);
    ports = List.copyOf(ports);
  }

  /**
   * The endpoint of a server.
   *
   * @param server its name in the log, which may have a port
   * @param listed its URLs in the list of owners; with plain HTTP, the port of HTTPS is not known
   */
  static Endpoint of(String server, Collection<URI> listed) {
    Matcher withPort = WITH_PORT.matcher(server);
    Optional<Integer> logged =
        withPort.matches()
            ? Optional.of(Integer.parseInt(withPort.group(2)))
            : Optional.<Integer>empty();
    List<URI> secure =
        listed.stream()
            .filter(url -> url.getScheme().equals("https"))
            .filter(url -> logged.isEmpty() || logged.get() == port(url))
            .toList();
    Set<Integer> ports = new TreeSet<>();
    logged.ifPresent(ports::add);
    secure.forEach(url -> ports.add(port(url)));
    Set<String> urls =
        secure.stream().map(URI::toASCIIString).collect(Collectors.toCollection(TreeSet::new));
    String host = logged.isPresent() ? withPort.group(1) : server;
    return new Endpoint(
        host, urls.isEmpty() ? List.of(Retest.url(server)) : List.copyOf(urls), List.copyOf(ports));
  }

  private static int port(URI url) {
    return url.getPort() < 0 ? HTTPS : url.getPort();
  }
}
