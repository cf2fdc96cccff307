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
   * The response to a message over a TCP connection, where the client's address cannot be forged.
   *
   * @return empty if there is no response, because the message is not a query
   */
  public Optional<byte[]> answer(byte[] message, InetAddress client) {
    return Query.read(message).map(query -> answer(query, client));
  }

  /**
   * The response to a message in a datagram, whose sender's address may be forged. It is never
   * longer than the message, so the server cannot be used for amplification. A longer response is
   * truncated, and the client asks again over TCP.
   *
   * @return empty if there is no response, because the message is not a query
   */
  public Optional<byte[]> answerDatagram(byte[] message, InetAddress client) {
    return Query.read(message)
        .map(
            query -> {
              byte[] whole = answer(query, client);
              return whole.length <= message.length ? whole : Response.truncated(query, whole);
            });
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
