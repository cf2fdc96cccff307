package dev.atsharness.server.internal.tls;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds ClientHello messages byte by byte, well-formed or not. */
public final class HelloBytes {

  private final ByteArrayOutputStream suites = new ByteArrayOutputStream();
  private final ByteArrayOutputStream extensions = new ByteArrayOutputStream();
  private int version = 0x0303;
  private int sessionIdLength = 32;

  public HelloBytes version(int code) {
    version = code;
    return this;
  }

  public HelloBytes sessionIdLength(int length) {
    sessionIdLength = length;
    return this;
  }

  public HelloBytes suites(int... codes) {
    for (int code : codes) {
      uint16(suites, code);
    }
    return this;
  }

  /** An extension with this body, a byte for each number. */
  public HelloBytes extension(int type, int... body) {
    uint16(extensions, type);
    uint16(extensions, body.length);
    for (int value : body) {
      extensions.write(value);
    }
    return this;
  }

  /** An extension whose body is a list of code points. */
  public HelloBytes codes(int type, int... codes) {
    uint16(extensions, type);
    uint16(extensions, 2 + 2 * codes.length);
    uint16(extensions, 2 * codes.length);
    for (int code : codes) {
      uint16(extensions, code);
    }
    return this;
  }

  public HelloBytes serverName(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    uint16(extensions, 0);
    uint16(extensions, bytes.length + 5);
    uint16(extensions, bytes.length + 3);
    extensions.write(0);
    uint16(extensions, bytes.length);
    extensions.writeBytes(bytes);
    return this;
  }

  public HelloBytes alpn(String... names) {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    for (String name : names) {
      list.write(name.length());
      list.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
    }
    uint16(extensions, 16);
    uint16(extensions, list.size() + 2);
    uint16(extensions, list.size());
    extensions.writeBytes(list.toByteArray());
    return this;
  }

  /** A padding extension (RFC 7685) that makes the message longer by this and 4 bytes. */
  public HelloBytes padding(int length) {
    return extension(21, new int[length]);
  }

  public int extensionBytes() {
    return extensions.size();
  }

  /** The handshake message. */
  public byte[] message() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    uint16(body, version);
    body.writeBytes(new byte[32]);
    body.write(sessionIdLength);
    body.writeBytes(new byte[sessionIdLength]);
    uint16(body, suites.size());
    body.writeBytes(suites.toByteArray());
    body.write(1);
    body.write(0);
    if (extensions.size() > 0) {
      uint16(body, extensions.size());
      body.writeBytes(extensions.toByteArray());
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(1);
    message.write(body.size() >>> 16);
    uint16(message, body.size());
    message.writeBytes(body.toByteArray());
    return message.toByteArray();
  }

  /** The message in records of this many bytes each, the last one shorter. */
  public byte[] records(int fragmentLength) {
    byte[] message = message();
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int start = 0; start < message.length; start += fragmentLength) {
      int length = Math.min(fragmentLength, message.length - start);
      records.write(22);
      uint16(records, 0x0301);
      uint16(records, length);
      records.write(message, start, length);
    }
    return records.toByteArray();
  }

  private static void uint16(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }
}
