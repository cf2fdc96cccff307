package dev.atsharness.server.internal.dns;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The authoritative name server of the harness domain, without the sockets. It has address records
 * only, does not recurse, and refuses every query outside the domain. Thread-safe.
 */
public final class NameServer {

  /** How long an answer may be cached, in seconds. */
  public static final int TTL_SECONDS = Response.TTL_SECONDS;

  private final Zone zone;
  private final UnaryOperator<InetAddress> reachable;

  /**
   * A name server.
   *
   * @param domain the zone, in lower case
   * @param hosts the names in the zone; those outside it are ignored
   * @param reachable the address of all hosts, for the client with this address
   */
  public NameServer(String domain, Set<String> hosts, UnaryOperator<InetAddress> reachable) {
    this.zone = Zone.of(domain, hosts);
    this.reachable = reachable;
  }

  /**
   * The response to a message. It is at most {@value Response#MOST_LONGER} bytes longer than the
   * message, because the sender's address of a datagram may be forged: the server sends to a victim
   * less than three times what the attacker sends. So each answer fits a datagram, and no client
   * needs TCP. There is no recursion (RFC 5358), and no answer to a question for all records (RFC
   * 8482).
   *
   * @return empty if there is no response, because the message is not a query
   */
  public Optional<byte[]> answer(byte[] message, InetAddress client) {
    return Query.read(message).map(query -> answer(query, client));
  }

  private byte[] answer(Query query, InetAddress client) {
    if (query.opcode() != 0) {
      return Response.error(query, Rcode.NOTIMP);
    }
    if (query.question().isEmpty()) {
      return Response.error(query, Rcode.FORMERR);
    }
    if (query.ednsVersion().filter(version -> version != 0).isPresent()) {
      return Response.error(query, Rcode.BADVERS);
    }
    DnsQuestion question = query.question().get();
    InetAddress address = reachable.apply(client);
    Zone.Content content = zone.find(question, address);
    return content == Zone.Content.NOT_OURS
        ? Response.error(query, Rcode.REFUSED)
        : Response.of(query, content, zone.domain(), address);
  }
}
