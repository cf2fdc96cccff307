package dev.atsharness.log.internal.unpack;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.io.input.ProxyInputStream;

/** How much may still be unpacked while a log is read. Not for use by several threads. */
public final class UnpackBudget {

  private final long maxBytes;
  private final int maxEntries;
  private final int maxDepth;
  private final int maxNameLength;
  private long bytes;
  private int entries;

  /**
   * A budget of which nothing is used yet.
   *
   * @param maxBytes most bytes that all decompression may yield
   * @param maxEntries most entries of all archives together
   * @param maxDepth most archives or compressed files in one another
   * @param maxNameLength longest name of an entry, in characters
   */
  public UnpackBudget(long maxBytes, int maxEntries, int maxDepth, int maxNameLength) {
    this.maxBytes = maxBytes;
    this.maxEntries = maxEntries;
    this.maxDepth = maxDepth;
    this.maxNameLength = maxNameLength;
  }

  /** Counts an entry. */
  public void entry(String name) throws OverLimitException {
    if (++entries > maxEntries) {
      throw new OverLimitException("it has more than " + maxEntries + " entries");
    }
    if (name.length() > maxNameLength) {
      throw nameTooLong();
    }
  }

  /** Checks how deep archives are in one another. */
  public void depth(int depth) throws OverLimitException {
    if (depth > maxDepth) {
      throw new OverLimitException(
          "more than " + maxDepth + " archives or compressed files are in one another");
    }
  }

  OverLimitException nameTooLong() {
    return new OverLimitException(
        "the name of an entry is longer than " + maxNameLength + " characters");
  }

  /** Most bytes that the headers of one entry may have: a few names, and what goes with them. */
  long headerBytes() {
    return 16L * maxNameLength + (64 << 10);
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
    if (bytes > maxBytes) {
      throw new OverLimitException("unpacked it is larger than " + (maxBytes >> 20) + " MiB");
    }
  }
}
