package dev.atsharness.log.internal.unpack;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Recognises the kind of a file by its first bytes. */
public final class FileSignature {

  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] BZIP2 = {'B', 'Z', 'h'};
  private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
  private static final byte[] SPLIT_ZIP = {'P', 'K', 7, 8};

  /** The header chunk, 0x1000, with which every .tracev3 file begins. */
  private static final byte[] TRACEV3 = {0, 0x10, 0, 0};

  private static final int TAR_AT = 257;
  private static final byte[] TAR = "ustar".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] UTF_16LE = {(byte) 0xff, (byte) 0xfe};
  private static final byte[] UTF_16BE = {(byte) 0xfe, (byte) 0xff};

  /** The number of bytes of a text that are examined for its encoding. */
  private static final int SAMPLE = 512;

  private static final int ESCAPE = 0x1b;

  /**
   * The share of control characters that text never reaches; in compressed data it is about a
   * tenth.
   */
  private static final int ONE_IN = 20;

  private FileSignature() {}

  /** Whether a gzip member begins here (RFC 1952 section 2.3). */
  public static boolean isGzip(byte[] head) {
    return startsWith(head, GZIP);
  }

  /** Whether a bzip2 stream begins here. */
  public static boolean isBzip2(byte[] head) {
    return startsWith(head, BZIP2);
  }

  /** Whether an xz stream begins here. */
  public static boolean isXz(byte[] head) {
    return startsWith(head, XZ);
  }

  /** Whether this is the beginning of a .tracev3 file. */
  public static boolean isTracev3(byte[] head) {
    return startsWith(head, TRACEV3);
  }

  /** Whether this is the beginning of a tar archive. */
  public static boolean isTar(byte[] head) {
    return head.length >= TAR_AT + TAR.length
        && Arrays.equals(head, TAR_AT, TAR_AT + TAR.length, TAR, 0, TAR.length);
  }

  /** Whether this is the beginning of a zip archive, also of an empty or a split one. */
  public static boolean isZip(byte[] head) {
    return startsWith(head, ZIP) || startsWith(head, EMPTY_ZIP) || startsWith(head, SPLIT_ZIP);
  }

  /** The kind of UTF-16, with or without a byte order mark; PowerShell's redirection writes it. */
  public static Optional<Charset> utf16(byte[] head) {
    if (startsWith(head, UTF_16LE) || startsWith(head, UTF_16BE)) {
      return Optional.of(StandardCharsets.UTF_16);
    }
    int pairs = Math.min(head.length, SAMPLE) / 2;
    int zeroFirst = 0;
    int zeroSecond = 0;
    for (int i = 0; i < pairs; i++) {
      zeroFirst += head[2 * i] == 0 ? 1 : 0;
      zeroSecond += head[2 * i + 1] == 0 ? 1 : 0;
    }
    // Nearly every character of a log is an ASCII one.
    if (pairs >= 2 && zeroSecond >= pairs * 3 / 4 && zeroFirst <= pairs / 8) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    if (pairs >= 2 && zeroFirst >= pairs * 3 / 4 && zeroSecond <= pairs / 8) {
      return Optional.of(StandardCharsets.UTF_16BE);
    }
    return Optional.empty();
  }

  /** Whether there is a zero byte, which only UTF-16 text has. */
  public static boolean hasZero(byte[] head) {
    for (byte one : head) {
      if (one == 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether too many bytes are control characters for a text. */
  public static boolean isBinary(byte[] head) {
    int length = Math.min(head.length, SAMPLE);
    int controls = 0;
    for (int i = 0; i < length; i++) {
      int c = head[i];
      controls += c >= 0 && (c < '\t' || (c > '\r' && c < ' ' && c != ESCAPE)) ? 1 : 0;
    }
    return controls * ONE_IN > length;
  }

  /** Whether the bytes begin with the given ones. */
  public static boolean startsWith(byte[] bytes, byte[] beginning) {
    return bytes.length >= beginning.length
        && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
  }
}
