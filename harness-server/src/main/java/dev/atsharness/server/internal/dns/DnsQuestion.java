package dev.atsharness.server.internal.dns;

import java.nio.ByteBuffer;

/**
 * The question of a query (RFC 1035 section 4.1.2).
 *
 * @param name in lower case, without the root's dot; a dot within a label is written {@code \046}
 * @param type as a number
 * @param recordClass as a number
 * @param wire the question as sent; the response repeats it, with the client's upper and lower case
 */
record DnsQuestion(String name, int type, int recordClass, ByteBuffer wire) {

  static final int IN = 1;

  static final int A = 1;
  static final int NS = 2;
  static final int SOA = 6;
  static final int AAAA = 28;
  static final int OPT = 41;

  /** The first number of the meta types, which do not ask for records of one type (RFC 6895). */
  private static final int FIRST_META = 128;

  private static final int LAST_META = 255;

  /** Whether the type is a meta type, such as a zone transfer or any type. */
  boolean isMeta() {
    return type == OPT || (type >= FIRST_META && type <= LAST_META);
  }
}
