package dev.atsharness.log.internal.unpack;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A stream that checks a text, while it is read, for a part that is binary or in another encoding.
 * It examines only some bytes of every {@value #STEP}, so that it costs almost nothing; it finds a
 * part of several lines. Not for use by several threads.
 */
public final class ForeignBytes extends FilterInputStream {

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int STEP = 16;

  /** The number of bytes examined before and after a suspicious byte. */
  private static final int SPAN = 128;

  /**
   * The minimum number of control characters of a span, and their share of it, in a binary file.
   */
  private static final int LEAST = 6;

  private static final int ONE_IN = 12;

  /** A number of bytes without a zero that does not occur in UTF-16 text of any language. */
  private static final int MOST_WITHOUT_ZERO = 40;

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = ONES << 7;

  /** Control characters below the tab. */
  private static final long CONTROLS = ONES * 9;

  private static final int ESCAPE = 0x1b;

  private final boolean utf16;
  private boolean mixed;

  /**
   * @param utf16 whether the text begins as UTF-16 does, else as UTF-8
   */
  public ForeignBytes(InputStream in, boolean utf16) {
    super(in);
    this.utf16 = utf16;
  }

  /** Whether such a part was found. */
  public boolean areMixed() {
    return mixed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int read = super.read(into, from, length);
    for (int at = from; !mixed && at + Long.BYTES <= from + read; at += STEP) {
      long bytes = (long) EIGHT_BYTES.get(into, at);
      if (utf16) {
        boolean ascii = (((bytes - ONES) | bytes) & HIGH_BITS) == 0;
        mixed = ascii && isAscii(into, at, from + read);
      } else if (((bytes - CONTROLS) & ~bytes & HIGH_BITS) != 0) {
        // The part may begin or end here.
        mixed =
            isBinary(into, Math.max(from, at - SPAN), at + Long.BYTES)
                || isBinary(into, at, Math.min(from + read, at + SPAN));
      }
    }
    return read;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private static boolean isAscii(byte[] text, int from, int to) {
    int end = from;
    while (end < to && text[end] > 0) {
      end++;
    }
    return end - from >= MOST_WITHOUT_ZERO;
  }

  private static boolean isBinary(byte[] text, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      int c = text[i];
      count += c >= 0 && (c < '\t' || (c > '\r' && c < ' ' && c != ESCAPE)) ? 1 : 0;
    }
    return count >= LEAST && count * ONE_IN >= to - from;
  }
}
