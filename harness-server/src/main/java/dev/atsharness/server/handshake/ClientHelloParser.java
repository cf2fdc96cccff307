package dev.atsharness.server.handshake;

import dev.atsharness.server.handshake.ClientHello.Extension;
import dev.atsharness.server.handshake.ClientHello.Offer;
import dev.atsharness.server.handshake.ClientHello.Raw;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Decodes one ClientHello. It checks every length, and accepts no bytes left over. */
final class ClientHelloParser {

  private static final int CLIENT_HELLO = 1;
  private static final int EMPTY_RENEGOTIATION_INFO_SCSV = 0x00ff;

  private static final int SERVER_NAME = 0;
  private static final int SUPPORTED_GROUPS = 10;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int ALPN = 16;
  private static final int EXTENDED_MASTER_SECRET = 23;
  private static final int SUPPORTED_VERSIONS = 43;
  private static final int SIGNATURE_ALGORITHMS_CERT = 50;
  private static final int KEY_SHARE = 51;
  private static final int RENEGOTIATION_INFO = 0xff01;

  private final byte[] message;
  private final List<Extension> extensions = new ArrayList<>();

  public ClientHelloParser(byte[] message) {
    this.message = message;
  }

  public ClientHello parse() {
    try {
      return parse(ByteBuffer.wrap(message));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("ClientHello ends in the middle of a field", e);
    }
  }

  private ClientHello parse(ByteBuffer in) {
    int header = in.getInt();
    check(header >>> 24 == CLIENT_HELLO, "handshake message is not a ClientHello");
    check((header & 0xffffff) == in.remaining(), "ClientHello length is not its message's length");
    int legacyVersion = uint16(in);
    String random = hex(bytes(in, 32));
    int sessionIdLength = bytes(in, uint8(in)).remaining();
    check(sessionIdLength <= 32, "session id is longer than 32 bytes");
    List<Integer> suites = codes(bytes(in, uint16(in)), "cipher suites");
    check(!suites.isEmpty(), "no cipher suites");
    check(bytes(in, uint8(in)).hasRemaining(), "no compression methods");
    if (in.hasRemaining()) {
      readExtensions(bytes(in, uint16(in)));
    }
    check(!in.hasRemaining(), "bytes after the extensions");
    return new ClientHello(
        body(SERVER_NAME, ClientHelloParser::serverName).flatMap(n -> n),
        new Offer(
            suites,
            list(SUPPORTED_VERSIONS, b -> codes(bytes(b, uint8(b)), "supported versions")),
            list(SIGNATURE_ALGORITHMS, ClientHelloParser::codes16),
            list(SIGNATURE_ALGORITHMS_CERT, ClientHelloParser::codes16),
            list(SUPPORTED_GROUPS, ClientHelloParser::codes16),
            list(KEY_SHARE, ClientHelloParser::keyShareGroups),
            list(ALPN, ClientHelloParser::protocols)),
        has(EXTENDED_MASTER_SECRET),
        has(RENEGOTIATION_INFO) || suites.contains(EMPTY_RENEGOTIATION_INFO_SCSV),
        new Raw(
            legacyVersion, random, sessionIdLength, extensions, HexFormat.of().formatHex(message)),
        Optional.empty());
  }

  private void readExtensions(ByteBuffer in) {
    while (in.hasRemaining()) {
      int type = uint16(in);
      extensions.add(new Extension(type, hex(bytes(in, uint16(in)))));
    }
  }

  private boolean has(int type) {
    return extensions.stream().anyMatch(e -> e.type() == type);
  }

  /** Decodes the first extension of this type, if there is one. */
  private <T> Optional<T> body(int type, Function<ByteBuffer, T> decoder) {
    return extensions.stream()
        .filter(e -> e.type() == type)
        .findFirst()
        .map(
            e -> {
              ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(e.data()));
              T value = decoder.apply(in);
              check(!in.hasRemaining(), "bytes after the body of extension " + type);
              return value;
            });
  }

  private <T> List<T> list(int type, Function<ByteBuffer, List<T>> decoder) {
    return body(type, decoder).orElse(List.of());
  }

  private static Optional<String> serverName(ByteBuffer body) {
    Optional<String> name = Optional.empty();
    for (ByteBuffer in = bytes(body, uint16(body)); in.hasRemaining(); ) {
      int type = uint8(in);
      ByteBuffer value = bytes(in, uint16(in));
      if (type == 0 && name.isEmpty()) { // host_name, the only defined type (RFC 6066)
        name = Optional.of(latin1(value));
      }
    }
    return name;
  }

  private static List<Integer> keyShareGroups(ByteBuffer body) {
    List<Integer> groups = new ArrayList<>();
    for (ByteBuffer in = bytes(body, uint16(body)); in.hasRemaining(); ) {
      groups.add(uint16(in));
      bytes(in, uint16(in));
    }
    return groups;
  }

  private static List<String> protocols(ByteBuffer body) {
    List<String> names = new ArrayList<>();
    for (ByteBuffer in = bytes(body, uint16(body)); in.hasRemaining(); ) {
      names.add(latin1(bytes(in, uint8(in))));
    }
    return names;
  }

  private static List<Integer> codes16(ByteBuffer body) {
    return codes(bytes(body, uint16(body)), "code points");
  }

  private static List<Integer> codes(ByteBuffer in, String what) {
    check(in.remaining() % 2 == 0, "odd number of bytes in the list of " + what);
    List<Integer> codes = new ArrayList<>(in.remaining() / 2);
    while (in.hasRemaining()) {
      codes.add(uint16(in));
    }
    return codes;
  }

  private static int uint8(ByteBuffer in) {
    return in.get() & 0xff;
  }

  private static int uint16(ByteBuffer in) {
    return in.getShort() & 0xffff;
  }

  private static ByteBuffer bytes(ByteBuffer in, int length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer part = in.slice(in.position(), length);
    in.position(in.position() + length);
    return part;
  }

  private static String hex(ByteBuffer in) {
    return HexFormat.of().formatHex(in.array(), in.arrayOffset(), in.arrayOffset() + in.limit());
  }

  private static String latin1(ByteBuffer in) {
    return StandardCharsets.ISO_8859_1.decode(in).toString();
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
