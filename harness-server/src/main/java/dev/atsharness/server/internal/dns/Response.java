package dev.atsharness.server.internal.dns;

import dev.atsharness.server.internal.dns.Zone.Content;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes responses (RFC 1035 section 4). Names are pointers into the question. */
final class Response {

  /**
   * How long an answer, positive or negative, may be cached, in seconds; an address may change at
   * any time.
   */
  static final int TTL_SECONDS = 60;

  /**
   * The number of bytes by which a response may be longer than its query: one record, of which the
   * start of authority is the longest.
   */
  static final int MOST_LONGER = 35;

  private static final int MAX_BYTES = 512;

  private static final int RESPONSE = 0x8000;
  private static final int AUTHORITATIVE = 0x0400;
  private static final int RECURSION_DESIRED = 0x0100;
  private static final int POINTER = 0xC000;

  /** The advertised size of UDP messages; real ones are much smaller. */
  private static final int UDP_BYTES = 1232;

  private static final int REFRESH_SECONDS = 3600;
  private static final int EXPIRE_SECONDS = 86400;

  private final ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
  private final Query query;

  private Response(Query query) {
    this.query = query;
  }

  /** The response with the zone's answer. */
  static byte[] of(Query query, Content content, String domain, InetAddress address) {
    return new Response(query).answer(content, domain, address);
  }

  /** The response with an error code. */
  static byte[] error(Query query, Rcode code) {
    return new Response(query).empty(code);
  }

  private byte[] empty(Rcode code) {
    header(code, 0, 0, 0);
    edns(code);
    return bytes();
  }

  private byte[] answer(Content content, String domain, InetAddress address) {
    Rcode code = content == Content.NO_SUCH_NAME ? Rcode.NXDOMAIN : Rcode.NOERROR;
    boolean answered =
        switch (content) {
          case ADDRESS, NAME_SERVER, START_OF_AUTHORITY -> true;
          case NO_SUCH_DATA, NO_SUCH_NAME -> false;
          case NOT_OURS ->
              throw new IllegalArgumentException("a query outside the zone has no answer");
        };
    int apex = apex(domain);
    header(code, AUTHORITATIVE, answered ? 1 : 0, answered ? 0 : 1);
    switch (content) {
      case ADDRESS -> {
        byte[] bytes = address.getAddress();
        record(
            Query.HEADER_BYTES, bytes.length == 4 ? DnsQuestion.A : DnsQuestion.AAAA, bytes.length);
        out.put(bytes);
      }
      case NAME_SERVER -> {
        record(apex, DnsQuestion.NS, 2);
        pointer(apex);
      }
      default -> startOfAuthority(apex); // also in a negative answer (RFC 2308 section 3)
    }
    edns(code);
    return bytes();
  }

  private void header(Rcode code, int flags, int answers, int authorities) {
    out.putShort((short) query.id());
    out.putShort(
        (short)
            (RESPONSE
                | query.opcode() << 11
                | flags
                | (query.recursionDesired() ? RECURSION_DESIRED : 0)
                | (code.code() & 0xf)));
    out.putShort((short) (query.question().isPresent() ? 1 : 0));
    out.putShort((short) answers);
    out.putShort((short) authorities);
    out.putShort((short) (query.ednsVersion().isPresent() ? 1 : 0));
    query.question().ifPresent(question -> out.put(question.wire().duplicate()));
  }

  /** The offset of the domain's name, which is the end of the requested name. */
  private int apex(String domain) {
    int nameBytes = query.question().orElseThrow().wire().remaining() - 2 * Short.BYTES;
    return Query.HEADER_BYTES + nameBytes - (domain.length() + 2);
  }

  private void record(int owner, int type, int length) {
    pointer(owner);
    out.putShort((short) type);
    out.putShort((short) DnsQuestion.IN);
    out.putInt(TTL_SECONDS);
    out.putShort((short) length);
  }

  private void startOfAuthority(int apex) {
    record(apex, DnsQuestion.SOA, 2 + 1 + 5 * Integer.BYTES);
    pointer(apex);
    out.put((byte) 0); // the mailbox: the root, since there is none
    out.putInt(1);
    out.putInt(REFRESH_SECONDS);
    out.putInt(REFRESH_SECONDS);
    out.putInt(EXPIRE_SECONDS);
    out.putInt(TTL_SECONDS);
  }

  private void pointer(int offset) {
    out.putShort((short) (POINTER | offset));
  }

  private void edns(Rcode code) {
    if (query.ednsVersion().isPresent()) {
      out.put((byte) 0);
      out.putShort((short) DnsQuestion.OPT);
      out.putShort((short) UDP_BYTES);
      out.putInt(code.code() >>> 4 << 24);
      out.putShort((short) 0);
    }
  }

  private byte[] bytes() {
    return Arrays.copyOf(out.array(), out.position());
  }
}
