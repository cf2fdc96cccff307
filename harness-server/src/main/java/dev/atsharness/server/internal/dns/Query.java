package dev.atsharness.server.internal.dns;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The parts of a query that this server reads. Records other than EDNS's are ignored.
 *
 * @param id the identifier, repeated in the response
 * @param opcode 0 is an ordinary query
 * @param recursionDesired the flag RD, repeated in the response
 * @param question empty if the message is malformed
 * @param ednsVersion empty if the client does not speak EDNS (RFC 6891)
 */
record Query(
    int id,
    int opcode,
    boolean recursionDesired,
    Optional<DnsQuestion> question,
    Optional<Integer> ednsVersion) {

  static final int HEADER_BYTES = 12;

  private static final int RESPONSE = 0x8000;
  private static final int RECURSION_DESIRED = 0x0100;
  private static final int MAX_LABEL = 63;
  private static final int MAX_NAME = 255;
  private static final int POINTER = 0xC0;

  /**
   * Reads a message.
   *
   * @return empty if the message must not be answered: it is not a query, or it has no complete
   *     header
   */
  static Optional<Query> read(byte[] message) {
    if (message.length < HEADER_BYTES) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(message);
    int id = unsigned(in);
    int flags = unsigned(in);
    if ((flags & RESPONSE) != 0) {
      return Optional.empty(); // answering a response could cause an endless loop
    }
    int opcode = flags >>> 11 & 0xf;
    boolean recursionDesired = (flags & RECURSION_DESIRED) != 0;
    Query malformed = new Query(id, opcode, recursionDesired, Optional.empty(), Optional.empty());
    if (opcode != 0) {
      return Optional.of(malformed); // its body may have another form
    }
    try {
      boolean oneQuestion = unsigned(in) == 1; // no more than one (RFC 9619)
      boolean nothingElse = in.getInt() == 0;
      int additional = unsigned(in);
      if (!oneQuestion || !nothingElse) {
        return Optional.of(malformed);
      }
      DnsQuestion question = question(in);
      Optional<Integer> edns = Optional.empty();
      for (int i = 0; i < additional; i++) {
        Optional<Integer> version = ednsVersion(in);
        if (version.isPresent() && edns.isPresent()) {
          return Optional.of(malformed); // RFC 6891 section 6.1.1
        }
        edns = version.isPresent() ? version : edns;
      }
      return Optional.of(
          in.hasRemaining()
              ? malformed
              : new Query(id, opcode, recursionDesired, Optional.of(question), edns));
    } catch (BufferUnderflowException | MalformedMessageException e) {
      return Optional.of(malformed);
    }
  }

  private static DnsQuestion question(ByteBuffer in) throws MalformedMessageException {
    int start = in.position();
    String name = name(in);
    int type = unsigned(in);
    int recordClass = unsigned(in);
    ByteBuffer wire = in.slice(start, in.position() - start);
    return new DnsQuestion(name, type, recordClass, wire);
  }

  /**
   * Reads an uncompressed name: in a query there is no earlier name that a pointer could refer to.
   */
  private static String name(ByteBuffer in) throws MalformedMessageException {
    int start = in.position();
    StringJoiner name = new StringJoiner(".");
    for (int length = in.get() & 0xff; length != 0; length = in.get() & 0xff) {
      if (length > MAX_LABEL || in.position() - start + length >= MAX_NAME) {
        throw new MalformedMessageException();
      }
      byte[] label = new byte[length];
      in.get(label);
      name.add(new String(label, StandardCharsets.ISO_8859_1).replace(".", "\\046"));
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }

  /** Reads a record of the additional section; empty if it is not an EDNS record. */
  private static Optional<Integer> ednsVersion(ByteBuffer in) throws MalformedMessageException {
    boolean root = skipName(in);
    int type = unsigned(in);
    unsigned(in); // class; in EDNS the size of UDP messages that the client accepts
    int ttl = in.getInt(); // in EDNS the upper bits of the response code, the version and flags
    int length = unsigned(in);
    if (length > in.remaining() || (type == DnsQuestion.OPT && !root)) {
      throw new MalformedMessageException();
    }
    in.position(in.position() + length);
    return type == DnsQuestion.OPT ? Optional.of(ttl >>> 16 & 0xff) : Optional.empty();
  }

  /** Skips a name, and returns whether it is the root. */
  private static boolean skipName(ByteBuffer in) throws MalformedMessageException {
    int start = in.position();
    if ((in.get() & POINTER) == POINTER) {
      in.get();
      return false;
    }
    in.position(start);
    return name(in).isEmpty();
  }

  private static int unsigned(ByteBuffer in) {
    return in.getShort() & 0xffff;
  }
}
