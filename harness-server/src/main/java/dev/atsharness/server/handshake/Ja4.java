package dev.atsharness.server.handshake;

import dev.atsharness.server.handshake.ClientHello.Extension;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.crypto.digests.SHA256Digest;

/** The JA4 TLS client fingerprint (FoxIO, technical_details/JA4.md). */
final class Ja4 {

  private static final int SERVER_NAME = 0;
  private static final int ALPN = 16;
  private static final String EMPTY_HASH = "000000000000";

  private Ja4() {}

  public static String of(ClientHello hello) {
    List<Integer> suites = withoutGrease(hello.offer().cipherSuites());
    List<Integer> extensions =
        withoutGrease(hello.raw().extensions().stream().map(Extension::type).toList());
    String prefix =
        "t"
            + version(hello)
            + (extensions.contains(SERVER_NAME) ? "d" : "i")
            + twoDigits(suites.size())
            + twoDigits(extensions.size())
            + alpn(hello.offer().alpn());
    String sortedExtensions =
        hexList(extensions.stream().filter(e -> e != SERVER_NAME && e != ALPN).sorted());
    String schemes = hexList(withoutGrease(hello.offer().signatureSchemes()).stream());
    return prefix
        + "_"
        + hash(hexList(suites.stream().sorted()))
        + "_"
        + hash(schemes.isEmpty() ? sortedExtensions : sortedExtensions + "_" + schemes);
  }

  private static String version(ClientHello hello) {
    List<Integer> offered = withoutGrease(hello.offer().supportedVersions());
    return switch (offered.isEmpty() ? hello.raw().legacyVersion() : Collections.max(offered)) {
      case 0x0304 -> "13";
      case 0x0303 -> "12";
      case 0x0302 -> "11";
      case 0x0301 -> "10";
      case 0x0300 -> "s3";
      default -> "00";
    };
  }

  /**
   * The first and last character of the first protocol, or of its hexadecimal form if one of the
   * two is not alphanumeric.
   */
  private static String alpn(List<String> protocols) {
    if (protocols.isEmpty() || protocols.get(0).isEmpty()) {
      return "00";
    }
    String first = protocols.get(0);
    if (!isAlphanumeric(first.charAt(0)) || !isAlphanumeric(first.charAt(first.length() - 1))) {
      first = HexFormat.of().formatHex(first.getBytes(StandardCharsets.ISO_8859_1));
    }
    return "" + first.charAt(0) + first.charAt(first.length() - 1);
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static List<Integer> withoutGrease(List<Integer> codes) {
    return codes.stream().filter(c -> !ClientHello.isGrease(c)).toList();
  }

  private static String twoDigits(int count) {
    return "%02d".formatted(Math.min(count, 99));
  }

  private static String hexList(Stream<Integer> codes) {
    return codes
        .map(code -> HexFormat.of().toHexDigits((short) code.intValue()))
        .collect(Collectors.joining(","));
  }

  private static String hash(String text) {
    if (text.isEmpty()) {
      return EMPTY_HASH;
    }
    byte[] input = text.getBytes(StandardCharsets.US_ASCII);
    SHA256Digest digest = new SHA256Digest();
    digest.update(input, 0, input.length);
    byte[] output = new byte[digest.getDigestSize()];
    digest.doFinal(output, 0);
    return HexFormat.of().formatHex(output, 0, 6);
  }
}
