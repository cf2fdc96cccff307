package dev.atsharness.log.internal.unpack;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.io.input.ProxyInputStream;

/** What is left of {@link ArchiveLimits} while a log is read. Not for use by several threads. */
public final class UnpackBudget {

  private final ArchiveLimits limits;
  private long bytes;
  private int entries;

  public UnpackBudget(ArchiveLimits limits) {
    this.limits = limits;
  }

  /** Counts an entry. */
  public void entry(String name) throws OverLimitException {
    if (++entries > limits.entries()) {
      throw new OverLimitException("it has more than " + limits.entries() + " entries");
    }
    if (name.length() > limits.nameLength()) {
      throw nameTooLong();
    }
  }

  /** Checks how deep archives are in one another. */
  public void depth(int depth) throws OverLimitException {
    if (depth > limits.depth()) {
      throw new OverLimitException(
          "more than " + limits.depth() + " archives or compressed files are in one another");
    }
  }

  OverLimitException nameTooLong() {
    return new OverLimitException(
        "the name of an entry is longer than " + limits.nameLength() + " characters");
  }

  /** Most bytes that the headers of one entry may have: a few names, and what goes with them. */
  long headerBytes() {
    return 16L * limits.nameLength() + (64 << 10);
  }

  /** The same stream, each byte of which counts. */
  public InputStream counted(InputStream unpacked) {
    return new ProxyInputStream(unpacked) {
      @Override
      protected void afterRead(int read) throws IOException {
        count(read);
      }

      @Override
      public long skip(long length) throws IOException {
        long skipped = super.skip(length);
        count(skipped);
        return skipped;
      }

      @Override
      public boolean markSupported() {
        return false;
      }
    };
  }

  private void count(long read) throws OverLimitException {
    bytes += Math.max(0, read);
    if (bytes > limits.bytes()) {
      throw new OverLimitException("unpacked it is larger than " + (limits.bytes() >> 20) + " MiB");
    }
  }
}
