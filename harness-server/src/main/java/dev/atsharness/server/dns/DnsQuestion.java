package dev.atsharness.server.dns;

import java.nio.ByteBuffer;

/**
 * What is asked (RFC 1035 section 4.1.2).
 *
 * @param name in lower case, without the root's dot; a dot within a label is written {@code \046}
 * @param type as a number
 * @param recordClass as a number
 * @param wire as it was sent, to be repeated in the response with the case the client chose
 */
record DnsQuestion(String name, int type, int recordClass, ByteBuffer wire) {

  static final int IN = 1;

  static final int A = 1;
  static final int NS = 2;
  static final int SOA = 6;
  static final int AAAA = 28;
  static final int OPT = 41;

  /** From here on a number asks for something else than records of one type (RFC 6895). */
  private static final int FIRST_META = 128;

  private static final int LAST_META = 255;

  /** Whether it asks for a zone transfer, for any type, or for another thing of that kind. */
  boolean isMeta() {
    return type == OPT || (type >= FIRST_META && type <= LAST_META);
  }
}
