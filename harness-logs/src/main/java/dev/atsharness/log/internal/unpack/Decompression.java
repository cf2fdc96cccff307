package dev.atsharness.log.internal.unpack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.io.input.ProxyInputStream;

/** Unpacks one stream that gzip, bzip2 or xz compressed, or several that follow one another. */
public final class Decompression {

  private static final int BUFFER = 1 << 16;
  private static final int PIECE = 1 << 10;

  /** Most memory that one decompression may need, in KiB. */
  private static final int XZ_MEMORY = 128 << 10;

  private Decompression() {}

  /** Whether a file that begins so is compressed in one of these ways. */
  public static boolean isFor(byte[] head) {
    return FileSignature.isGzip(head) || FileSignature.isBzip2(head) || FileSignature.isXz(head);
  }

  /**
   * What is in a compressed stream.
   *
   * @param head its first bytes, for which {@link #isFor} is true
   * @throws IOException if it is damaged where it begins
   */
  public static InputStream of(InputStream compressed, byte[] head) throws IOException {
    InputStream in = new BufferedInputStream(compressed, BUFFER);
    if (FileSignature.isGzip(head)) {
      return inSmallPieces(
          GzipCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .get());
    } else if (FileSignature.isBzip2(head)) {
      return inSmallPieces(new BZip2CompressorInputStream(in, true));
    }
    return inSmallPieces(
        XZCompressorInputStream.builder()
            .setInputStream(in)
            .setDecompressConcatenated(true)
            .setMemoryLimitKiB(XZ_MEMORY)
            .get());
  }

  /** The libraries drop what they unpacked in a call in which they meet the damage. */
  private static InputStream inSmallPieces(InputStream unpacked) {
    return new ProxyInputStream(unpacked) {
      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        return super.read(into, from, Math.min(length, PIECE));
      }
    };
  }
}
