package dev.atsharness.server.console;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that fails once it turns out to be too long. */
final class BoundedBody extends FilterInputStream {

  private final long limit;
  private long seen;

  BoundedBody(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    if (one >= 0) {
      count(1);
    }
    return one;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int some = super.read(buffer, offset, length);
    if (some > 0) {
      count(some);
    }
    return some;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long some = super.skip(bytes);
    count(some);
    return some;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) throws IOException {
    seen += bytes;
    if (seen > limit) {
      throw new TooLongException(limit);
    }
  }
}
