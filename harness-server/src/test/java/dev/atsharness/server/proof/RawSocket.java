package dev.atsharness.server.proof;

import dev.atsharness.tls.Alert;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A tool without a TLS library. It sends one ClientHello of TLS 1.3 and 1.2 over a socket and reads
 * the records that the server sends, up to the end of its first flight or of the connection.
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

  /**
   * Extended master secret, renegotiation, points, groups, schemes, versions, and an X25519 share,
   * for which any 32 bytes are valid.
   */
  private static final String EXTENSIONS =
      "00170000"
          + "ff01000100"
          + "000b00020100"
          + "000a00080006001d00170018"
          + "000d0010000e0403050304010501060108040805"
          + "002b00050403040303"
          + "003300260024001d0020"
          + "09".repeat(32);

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
    try (Socket socket = new Socket(target.address(), target.port())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(clientHello(target.host()));
      return Map.of(
          FactNames.FIRST_FLIGHT, firstFlight(new DataInputStream(socket.getInputStream())));
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

  private static byte[] clientHello(String host) {
    byte[] name = host.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer serverName =
        ByteBuffer.allocate(9 + name.length)
            .putShort((short) 0)
            .putShort((short) (5 + name.length))
            .putShort((short) (3 + name.length))
            .put((byte) 0)
            .putShort((short) name.length)
            .put(name);
    byte[] fixed = HexFormat.of().parseHex(HELLO);
    byte[] extensions = HexFormat.of().parseHex(EXTENSIONS);
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
