package dev.atsharness.server.internal.console;

import java.io.IOException;
import java.io.InputStream;

/** A body that fails as soon as it exceeds its limit. */
final class BoundedBody extends CountedBody {

  private final long limit;
  private long seen;

  BoundedBody(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  @Override
  void count(long bytes) throws IOException {
    seen += bytes;
    if (seen > limit) {
      throw new TooLongException(limit);
    }
  }
}
