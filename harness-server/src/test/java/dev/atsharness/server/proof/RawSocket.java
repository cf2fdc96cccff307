package dev.atsharness.server.proof;

import dev.atsharness.tls.Alert;
import dev.atsharness.tls.TlsVersion;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A tool without a TLS library. It sends a ClientHello of TLS 1.3 and 1.2 over a socket and reads
 * the records that the server sends, up to the end of its first flight or of the connection; then
 * the same with GREASE, and one that is too long for a TCP segment; then a ClientHello of TLS 1.2
 * without extended master secret; then one of all versions, of whose answer it reads the
 * ServerHello.
 */
final class RawSocket extends PerTarget {

  /** A timeout for tests that would hang; no test waits for it. */
  private static final int TIMEOUT_MILLIS = 30_000;

  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int APPLICATION_DATA = 23;
  private static final int SERVER_HELLO = 2;
  private static final int CERTIFICATE = 11;
  private static final int SERVER_HELLO_DONE = 14;

  /** Version, random, session id, the suites that TLS 1.3 and FCP v2.1 know, no compression. */
  private static final String HELLO =
      "0303" + "5a".repeat(32) + "00" + "000e130113021303c02bc02cc02fc030" + "0100";

  /** The same with suites of earlier versions. */
  private static final String OLD_HELLO =
      "0303"
          + "5a".repeat(32)
          + "00"
          + "001a130113021303c02bc02cc02fc030c013c014c009c00a002f0035"
          + "0100";

  /** The same as the first with a value of GREASE (RFC 8701) before the suites. */
  private static final String GREASED_HELLO = HELLO.replace("000e1301", "00106a6a1301");

  private static final String EXTENDED_MASTER_SECRET = "00170000";

  /** Renegotiation, points, groups, schemes. */
  private static final String EXTENSIONS =
      "ff01000100"
          + "000b00020100"
          + "000a00080006001d00170018"
          + "000d0010000e0403050304010501060108040805";

  /** The same with every group of RFC 8446 on a curve and every scheme, old ones included. */
  private static final String ALL_EXTENSIONS =
      "ff01000100"
          + "000b00020100"
          + "000a000c000a001d001700180019001e"
          + "000d00220020"
          + "040305030603080708080804080508060809080a080b04010501060102010203";

  /** The first extensions with a value of GREASE before the groups, and an extension of GREASE. */
  private static final String GREASED_EXTENSIONS =
      EXTENSIONS.replace("000a00080006", "000a000a00085a5a") + "8a8a0000";

  /** RFC 7685, with as many bytes as a key share of a post-quantum group. */
  private static final String PADDING = "001505dc" + "00".repeat(1500);

  /** An X25519 share, for which any 32 bytes are valid. */
  private static final String KEY_SHARE = "003300260024001d0020" + "09".repeat(32);

  private static final String TLS13_AND_TLS12 = "002b00050403040303";
  private static final String ALL_VERSIONS = "002b000908" + "0304030303020301";

  private static final int SUPPORTED_VERSIONS = 0x2b;
  private static final int RANDOM_BYTES = 32;

  /**
   * The end of the random that marks a downgrade, before its last byte (RFC 8446 section 4.1.3).
   */
  private static final byte[] DOWNGRADE = HexFormat.of().parseHex("444f574e475244");

  @Override
  public List<String> commands() {
    return List.of();
  }

  @Override
  public String name() {
    return "socket";
  }

  @Override
  Map<String, String> read(Target target) throws IOException {
    Map<String, String> readings = new LinkedHashMap<>();
    readings.put(
        FactNames.FIRST_FLIGHT,
        answer(
            target,
            HELLO,
            EXTENDED_MASTER_SECRET + EXTENSIONS + TLS13_AND_TLS12 + KEY_SHARE,
            RawSocket::firstFlight));
    readings.put(
        FactNames.FLIGHT_WITH_GREASE,
        answer(
            target,
            GREASED_HELLO,
            EXTENDED_MASTER_SECRET + GREASED_EXTENSIONS + TLS13_AND_TLS12 + KEY_SHARE,
            RawSocket::firstFlight));
    readings.put(
        FactNames.FLIGHT_FOR_LONG_HELLO,
        answer(
            target,
            HELLO,
            EXTENDED_MASTER_SECRET + EXTENSIONS + TLS13_AND_TLS12 + KEY_SHARE + PADDING,
            RawSocket::firstFlight));
    readings.put(
        FactNames.FLIGHT_WITHOUT_EMS, answer(target, HELLO, EXTENSIONS, RawSocket::firstFlight));
    readings.putAll(
        answer(
            target,
            OLD_HELLO,
            EXTENDED_MASTER_SECRET + ALL_EXTENSIONS + ALL_VERSIONS + KEY_SHARE,
            RawSocket::serverHello));
    return readings;
  }

  /** A way to read an answer. */
  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  private static <T> T answer(Target target, String fixed, String extensions, Reader<T> reader)
      throws IOException {
    try (Socket socket = new Socket(target.address(), target.port())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(clientHello(target.host(), fixed, extensions));
      return reader.read(new DataInputStream(socket.getInputStream()));
    }
  }

  /** The version and the mark in a ServerHello; empty if the answer is something else. */
  private static Map<String, String> serverHello(DataInputStream in) throws IOException {
    try {
      int type = in.readUnsignedByte();
      in.readUnsignedShort(); // version
      byte[] record = in.readNBytes(in.readUnsignedShort());
      if (type != HANDSHAKE || record[0] != SERVER_HELLO) {
        return Map.of();
      }
      ByteBuffer hello = ByteBuffer.wrap(record).position(4);
      int version = hello.getShort();
      byte[] random = new byte[RANDOM_BYTES];
      hello.get(random);
      hello.position(hello.position() + 1 + hello.get(hello.position()) + 3); // id, suite, method
      if (hello.hasRemaining()) {
        hello.getShort(); // length of the extensions
      }
      while (hello.hasRemaining()) {
        int extension = hello.getShort();
        int length = hello.getShort();
        version = extension == SUPPORTED_VERSIONS ? hello.getShort(hello.position()) : version;
        hello.position(hello.position() + length);
      }
      int code = version;
      int end = RANDOM_BYTES - 1;
      boolean marked =
          Arrays.equals(random, end - DOWNGRADE.length, end, DOWNGRADE, 0, DOWNGRADE.length);
      return Map.of(
          FactNames.PREFERRED_VERSION,
          Stream.of(TlsVersion.values())
              .filter(one -> one.code() == code)
              .findFirst()
              .orElseThrow()
              .label(),
          FactNames.DOWNGRADE,
          marked ? FactNames.YES : FactNames.NO);
    } catch (EOFException | SocketException e) {
      return Map.of();
    }
  }

  private static String firstFlight(DataInputStream in) throws IOException {
    String got = FactNames.NOTHING;
    try {
      while (true) {
        int type = in.readUnsignedByte();
        if (type < CHANGE_CIPHER_SPEC || type > APPLICATION_DATA) {
          return FactNames.ANSWER_CLEAR;
        }
        in.readUnsignedShort(); // version
        int length = in.readUnsignedShort();
        int first = in.readUnsignedByte();
        if (type == HANDSHAKE && first == CERTIFICATE) {
          got = FactNames.PART_OF_CERTIFICATE;
        }
        byte[] rest = in.readNBytes(length - 1);
        if (rest.length < length - 1) {
          throw new EOFException();
        }
        if (type == ALERT) {
          return FactNames.alert(Alert.label(rest[0] & 0xff));
        }
        if (type == APPLICATION_DATA || (type == HANDSHAKE && first == SERVER_HELLO_DONE)) {
          return FactNames.COMPLETE;
        }
        if (type == HANDSHAKE && first == SERVER_HELLO) {
          got = FactNames.SERVER_HELLO;
        }
      }
    } catch (EOFException e) {
      return got + FactNames.THEN_SILENCE;
    } catch (SocketException e) {
      return got + FactNames.THEN_RESET;
    }
  }

  private static byte[] clientHello(String host, String fixedPart, String extensionsPart) {
    byte[] name = host.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer serverName =
        ByteBuffer.allocate(9 + name.length)
            .putShort((short) 0)
            .putShort((short) (5 + name.length))
            .putShort((short) (3 + name.length))
            .put((byte) 0)
            .putShort((short) name.length)
            .put(name);
    byte[] fixed = HexFormat.of().parseHex(fixedPart);
    byte[] extensions = HexFormat.of().parseHex(extensionsPart);
    int extensionsLength = serverName.capacity() + extensions.length;
    int length = fixed.length + 2 + extensionsLength;
    ByteBuffer header =
        ByteBuffer.allocate(9)
            .put((byte) HANDSHAKE)
            .putShort((short) 0x0301)
            .putShort((short) (length + 4))
            .putInt((1 << 24) | length);
    ByteArrayOutputStream hello = new ByteArrayOutputStream();
    hello.writeBytes(header.array());
    hello.writeBytes(fixed);
    hello.write(extensionsLength >>> 8);
    hello.write(extensionsLength);
    hello.writeBytes(serverName.array());
    hello.writeBytes(extensions);
    return hello.toByteArray();
  }
}
