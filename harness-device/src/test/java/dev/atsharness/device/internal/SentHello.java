package dev.atsharness.device.internal;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A ClientHello as it stands in the bytes of a connection, read without a TLS library, and its
 * fingerprints by their authors' descriptions (salesforce/ja3; FoxIO, technical_details/JA4.md).
 *
 * @param random in hexadecimal
 * @param sessionId in hexadecimal
 * @param extensions contents by type, in order
 */
record SentHello(
    int version,
    String random,
    String sessionId,
    List<Integer> suites,
    Map<Integer, byte[]> extensions,
    int length) {

  private static final int RECORD_OF_HANDSHAKE = 22;
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int SUPPORTED_GROUPS = 10;
  private static final int POINT_FORMATS = 11;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int ALPN = 16;
  private static final int KEY_SHARE = 51;
  private static final int SUPPORTED_VERSIONS = 43;

  /** Reads the next ClientHello, which has to stand in one record. */
  static SentHello read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    int type = in.readUnsignedByte();
    in.skipNBytes(2);
    byte[] record = in.readNBytes(in.readUnsignedShort());
    if (type == CHANGE_CIPHER_SPEC) {
      return read(stream);
    }
    if (type != RECORD_OF_HANDSHAKE) {
      throw new IOException("a record of type " + type);
    }
    return parse(ByteBuffer.wrap(record));
  }

  private static SentHello parse(ByteBuffer in) {
    int length = in.remaining();
    in.getInt(); // type and length of the message
    int version = in.getShort();
    String random = HexFormat.of().formatHex(take(in, 32));
    String sessionId = HexFormat.of().formatHex(take(in, in.get()));
    List<Integer> suites = codes(take(in, in.getShort()));
    take(in, in.get()); // compression methods
    Map<Integer, byte[]> extensions = new LinkedHashMap<>();
    ByteBuffer rest = ByteBuffer.wrap(take(in, in.getShort()));
    while (rest.hasRemaining()) {
      int type = rest.getShort() & 0xffff;
      if (extensions.put(type, take(rest, rest.getShort())) != null) {
        throw new IllegalArgumentException("extension " + type + " stands twice");
      }
    }
    if (in.hasRemaining()) {
      throw new IllegalArgumentException("bytes after the extensions");
    }
    return new SentHello(version, random, sessionId, suites, extensions, length);
  }

  static boolean isGrease(int code) {
    return (code & 0x0f0f) == 0x0a0a && code >> 8 == (code & 0xff);
  }

  List<Integer> groups() {
    return listed(SUPPORTED_GROUPS, 2);
  }

  List<Integer> signatureSchemes() {
    return listed(SIGNATURE_ALGORITHMS, 2);
  }

  List<Integer> versions() {
    return listed(SUPPORTED_VERSIONS, 1);
  }

  /** The groups of the key shares, and the lengths of the shares. */
  Map<Integer, Integer> keyShares() {
    Map<Integer, Integer> shares = new LinkedHashMap<>();
    ByteBuffer in = ByteBuffer.wrap(extensions.get(KEY_SHARE));
    in.getShort();
    while (in.hasRemaining()) {
      int group = in.getShort() & 0xffff;
      shares.put(group, take(in, in.getShort()).length);
    }
    return shares;
  }

  String ja3() {
    List<Integer> formats = new ArrayList<>();
    byte[] points = extensions.get(POINT_FORMATS);
    for (int i = 1; i < points.length; i++) {
      formats.add((int) points[i]);
    }
    String text =
        Stream.of(
                List.of(version),
                meant(suites),
                meant(extensions.keySet()),
                meant(groups()),
                formats)
            .map(codes -> codes.stream().map(String::valueOf).collect(Collectors.joining("-")))
            .collect(Collectors.joining(","));
    return digest("MD5", text);
  }

  String ja4() {
    List<Integer> types = meant(extensions.keySet());
    List<Integer> named = meant(versions());
    String best =
        switch (named.isEmpty() ? version : named.stream().max(Integer::compare).get()) {
          case 0x0304 -> "13";
          case 0x0303 -> "12";
          default -> "00";
        };
    byte[] alpn = extensions.get(ALPN);
    String protocol = new String(alpn, 3, alpn[2], StandardCharsets.US_ASCII);
    String hashed =
        hex(types.stream().filter(type -> type != 0 && type != ALPN).sorted())
            + "_"
            + hex(signatureSchemes().stream());
    return String.format(
        "t%sd%02d%02d%c%c_%s_%s",
        best,
        meant(suites).size(),
        types.size(),
        protocol.charAt(0),
        protocol.charAt(protocol.length() - 1),
        digest("SHA-256", hex(meant(suites).stream().sorted())).substring(0, 12),
        digest("SHA-256", hashed).substring(0, 12));
  }

  private static String hex(Stream<Integer> codes) {
    return codes.map(code -> String.format("%04x", code)).collect(Collectors.joining(","));
  }

  private static List<Integer> meant(Iterable<Integer> codes) {
    List<Integer> meant = new ArrayList<>();
    codes.forEach(
        code -> {
          if (!isGrease(code)) {
            meant.add(code);
          }
        });
    return meant;
  }

  private List<Integer> listed(int type, int lengthBytes) {
    byte[] content = extensions.get(type);
    return content == null
        ? List.of()
        : codes(Arrays.copyOfRange(content, lengthBytes, content.length));
  }

  private static List<Integer> codes(byte[] list) {
    List<Integer> codes = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(list);
    while (in.hasRemaining()) {
      codes.add(in.getShort() & 0xffff);
    }
    return codes;
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] taken = new byte[length];
    in.get(taken);
    return taken;
  }

  private static String digest(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm)
                  .digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
