package dev.atsharness.log;

import dev.atsharness.log.internal.unpack.OverLimitException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.apache.commons.io.input.BrokenInputStream;
import org.apache.commons.io.input.CloseShieldInputStream;

/**
 * The beginning of a stream, and the stream from its start. If the stream is damaged, the data
 * before the damage can still be read.
 */
final class PartHead {

  private final byte[] bytes;
  private final InputStream whole;

  private PartHead(byte[] bytes, InputStream whole) {
    this.bytes = bytes;
    this.whole = whole;
  }

  static PartHead of(InputStream in) throws IOException {
    byte[] bytes = new byte[LogScan.LIMIT];
    int length = 0;
    InputStream rest = CloseShieldInputStream.wrap(in);
    try {
      for (int read = 0; read >= 0 && length < bytes.length; length += Math.max(0, read)) {
        read = in.read(bytes, length, bytes.length - length);
      }
    } catch (SourceStream.Failure | OverLimitException e) {
      throw e;
    } catch (IOException e) {
      rest = new BrokenInputStream((Throwable) e);
    }
    byte[] head = Arrays.copyOf(bytes, length);
    return new PartHead(head, new SequenceInputStream(new ByteArrayInputStream(head), rest));
  }

  /** The first bytes, up to {@link LogScan#LIMIT}. */
  byte[] bytes() {
    return bytes;
  }

  /** The stream from its beginning. */
  InputStream whole() {
    return whole;
  }
}
