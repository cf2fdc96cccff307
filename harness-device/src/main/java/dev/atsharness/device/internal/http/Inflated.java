package dev.atsharness.device.internal.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** The result of decompressing bytes, up to a limit. Immutable. */
public final class Inflated {

  private static final int BUFFER = 16 * 1024;
  private static final int ZLIB_METHOD = 8;
  private static final int ZLIB_CHECK = 31;

  /** How decompression ended. */
  public enum End {
    /** Everything was decompressed. */
    WHOLE,
    /** The result is longer than the limit. */
    CUT,
    /** The compressed bytes end too early. */
    SHORT,
    /** The bytes are not of this format, from the beginning or from some point on. */
    MALFORMED
  }

  private final byte[] bytes;
  private final End end;

  private Inflated(byte[] bytes, End end) {
    this.bytes = bytes;
    this.end = end;
  }

  private interface Opener {
    InputStream open(InputStream packed) throws IOException;
  }

  /** Returns a copy of the decompressed bytes, or of their beginning. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** How decompression ended. */
  public End end() {
    return end;
  }

  /** True if bytes begin like gzip. */
  public static boolean isGzip(byte[] bytes) {
    return bytes.length >= 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
  }

  /**
   * Decompresses gzip (RFC 1952).
   *
   * @param limit the largest number of bytes to decompress
   */
  public static Inflated gzip(byte[] packed, int limit) {
    return inflate(packed, limit, GZIPInputStream::new);
  }

  /**
   * Decompresses what HTTP calls deflate: the zlib format (RFC 1950) or, as some servers send it,
   * only its content (RFC 1951).
   *
   * @param limit the largest number of bytes to decompress
   */
  public static Inflated deflate(byte[] packed, int limit) {
    Inflater inflater = new Inflater(!isZlib(packed));
    try {
      return inflate(packed, limit, in -> new InflaterInputStream(in, inflater));
    } finally {
      inflater.end();
    }
  }

  private static boolean isZlib(byte[] bytes) {
    return bytes.length >= 2
        && (bytes[0] & 0x0f) == ZLIB_METHOD
        && (((bytes[0] & 0xff) << 8) + (bytes[1] & 0xff)) % ZLIB_CHECK == 0;
  }

  private static Inflated inflate(byte[] packed, int limit, Opener opener) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] part = new byte[BUFFER];
    try (InputStream in = opener.open(new ByteArrayInputStream(packed))) {
      for (int count = in.read(part); count >= 0; count = in.read(part)) {
        int room = limit - bytes.size();
        bytes.write(part, 0, Math.min(count, room));
        if (count > room) {
          return new Inflated(bytes.toByteArray(), End.CUT);
        }
      }
      return new Inflated(bytes.toByteArray(), End.WHOLE);
    } catch (EOFException e) {
      return new Inflated(bytes.toByteArray(), End.SHORT);
    } catch (IOException e) {
      return new Inflated(
          bytes.toByteArray(), End.MALFORMED); // in memory, no other failure is possible
    }
  }
}
