package dev.atsharness.server.internal.console;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that counts each byte that is read or skipped. */
abstract class CountedBody extends FilterInputStream {

  CountedBody(InputStream in) {
    super(in);
  }

  /**
   * Counts bytes.
   *
   * @param bytes number of further bytes; 0 at the end
   * @throws IOException to fail the body
   */
  abstract void count(long bytes) throws IOException;

  @Override
  public final int read() throws IOException {
    int one = super.read();
    count(one < 0 ? 0 : 1);
    return one;
  }

  @Override
  public final int read(byte[] buffer, int offset, int length) throws IOException {
    int some = super.read(buffer, offset, length);
    count(Math.max(0, some));
    return some;
  }

  @Override
  public final long skip(long bytes) throws IOException {
    long some = super.skip(bytes);
    count(some);
    return some;
  }

  @Override
  public final boolean markSupported() {
    return false;
  }
}
