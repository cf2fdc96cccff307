package dev.atsharness.server.internal.dns;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes valid and invalid queries, and reads responses. */
public final class QueryBytes {

  public static final int RD = 0x0100;

  private QueryBytes() {}

  /** An ordinary query. */
  public static byte[] query(String name, int type) {
    return message(RD, name, type, DnsQuestion.IN);
  }

  /** A query with EDNS of this version, and this many bytes of padding (RFC 7830). */
  public static byte[] ednsQuery(String name, int type, int version, int padding) {
    byte[] plain = query(name, type);
    ByteBuffer all = ByteBuffer.allocate(plain.length + 11 + padding);
    all.put(plain).putShort(10, (short) 1);
    all.put((byte) 0).putShort((short) 41).putShort((short) 4096).putInt(version << 16);
    all.putShort((short) padding);
    if (padding > 0) {
      all.putShort((short) 12).putShort((short) (padding - 4));
    }
    return all.array();
  }

  static byte[] message(int flags, String name, int type, int recordClass) {
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    for (String label : name.split("\\.", -1)) {
      byte[] bytes = label.getBytes(StandardCharsets.ISO_8859_1);
      if (bytes.length > 0) {
        labels.write(bytes.length);
        labels.writeBytes(bytes);
      }
    }
    labels.write(0);
    ByteBuffer all = ByteBuffer.allocate(12 + labels.size() + 4);
    all.putShort((short) 0x1234).putShort((short) flags).putShort((short) 1);
    all.position(12);
    all.put(labels.toByteArray()).putShort((short) type).putShort((short) recordClass);
    return all.array();
  }

  public static int id(byte[] response) {
    return ByteBuffer.wrap(response).getShort() & 0xffff;
  }

  public static int rcode(byte[] response) {
    return response[3] & 0xf;
  }

  static boolean truncated(byte[] response) {
    return (response[2] & 2) != 0;
  }

  static boolean authoritative(byte[] response) {
    return (response[2] & 4) != 0;
  }

  public static int answers(byte[] response) {
    return ByteBuffer.wrap(response).getShort(6);
  }

  static int authorities(byte[] response) {
    return ByteBuffer.wrap(response).getShort(8);
  }

  static int additional(byte[] response) {
    return ByteBuffer.wrap(response).getShort(10);
  }
}
