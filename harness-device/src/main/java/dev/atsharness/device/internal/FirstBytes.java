package dev.atsharness.device.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The first bytes of an answer: which protocol they are, and how to quote them. */
final class FirstBytes {

  private static final int QUOTED = 32;

  private FirstBytes() {}

  /**
   * True if the bytes begin like a TLS record (RFC 8446 section 5.1): a content type such as alert
   * or handshake, then version 3.x. Each byte is one character.
   */
  static boolean isTls(String first) {
    return first.length() >= 2 && isTls(first.charAt(0)) && first.charAt(1) == 3;
  }

  /** True if a TLS record may begin with this byte. */
  static boolean isTls(int first) {
    return first >= 20 && first <= 24;
  }

  static boolean isHttp(String first) {
    return first.startsWith("HTTP/");
  }

  /** Quotes what has been read and what else has arrived. */
  static String words(byte[] begun, InputStream more) throws IOException {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    first.write(begun);
    int there = Math.min(more.available(), QUOTED - begun.length);
    if (there > 0) {
      first.write(more.readNBytes(there));
    }
    return words(first.toString(StandardCharsets.ISO_8859_1));
  }

  /** The first bytes as text; as hexadecimal digits if they are not text. */
  static String words(String first) {
    String some = first.substring(0, Math.min(first.length(), QUOTED));
    String text = some.replaceAll("[^ -~]+", " ").strip();
    return text.length() * 2 >= some.length()
        ? "\"" + text + "\""
        : "the bytes "
            + HexFormat.ofDelimiter(" ")
                .formatHex(
                    some.getBytes(StandardCharsets.ISO_8859_1), 0, Math.min(some.length(), 8));
  }
}
