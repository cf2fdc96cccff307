package dev.atsharness.server.internal.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The names of the harness domain, which all have the same address.
 *
 * @param domain the apex, in lower case
 * @param names every name in it that exists, its parents within the domain included
 */
record Zone(String domain, Set<String> names) {

  /** The kinds of answer a zone has to a question. */
  enum Content {
    ADDRESS,
    NAME_SERVER,
    START_OF_AUTHORITY,
    NO_SUCH_DATA,
    NO_SUCH_NAME,
    NOT_OURS
  }

  /**
   * A zone.
   *
   * @param hosts host names; those outside the domain are ignored
   */
  static Zone of(String domain, Set<String> hosts) {
    Set<String> names = new HashSet<>(Set.of(domain));
    for (String host : hosts) {
      String name = host.toLowerCase(Locale.ROOT);
      while (isWithin(name, domain) && names.add(name)) {
        name = name.substring(name.indexOf('.') + 1);
      }
    }
    return new Zone(domain, Set.copyOf(names));
  }

  /** The answer to a question, for clients that reach the hosts at this address. */
  Content find(DnsQuestion question, InetAddress address) {
    String name = question.name();
    if (question.recordClass() != DnsQuestion.IN
        || question.isMeta()
        || !(name.equals(domain) || isWithin(name, domain))) {
      return Content.NOT_OURS;
    }
    if (!names.contains(name)) {
      return Content.NO_SUCH_NAME;
    }
    boolean apex = name.equals(domain);
    return switch (question.type()) {
      case DnsQuestion.A ->
          address instanceof Inet6Address ? Content.NO_SUCH_DATA : Content.ADDRESS;
      case DnsQuestion.AAAA ->
          address instanceof Inet6Address ? Content.ADDRESS : Content.NO_SUCH_DATA;
      case DnsQuestion.NS -> apex ? Content.NAME_SERVER : Content.NO_SUCH_DATA;
      case DnsQuestion.SOA -> apex ? Content.START_OF_AUTHORITY : Content.NO_SUCH_DATA;
      default -> Content.NO_SUCH_DATA;
    };
  }

  private static boolean isWithin(String name, String domain) {
    return name.endsWith("." + domain);
  }
}
