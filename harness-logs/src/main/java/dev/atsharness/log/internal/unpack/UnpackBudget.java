package dev.atsharness.log.internal.unpack;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.io.input.ProxyInputStream;

/** The limits on unpacking while a log is read. Not for use by several threads. */
public final class UnpackBudget {

  private final long maxBytes;
  private final int maxEntries;
  private final int maxDepth;
  private final int maxNameLength;
  private long bytes;
  private int entries;

  /**
   * An unused budget.
   *
   * @param maxBytes maximum number of bytes that all decompression may yield
   * @param maxEntries maximum number of entries of all archives together
   * @param maxDepth maximum nesting of archives or compressed files
   * @param maxNameLength maximum length of an entry's name, in characters
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

  /** Checks the nesting of archives. */
  public void depth(int depth) throws OverLimitException {
    if (depth > maxDepth) {
      throw new OverLimitException(
          "archives or compressed files are nested more than " + maxDepth + " deep");
    }
  }

  OverLimitException nameTooLong() {
    return new OverLimitException(
        "the name of an entry is longer than " + maxNameLength + " characters");
  }

  /** The maximum number of bytes of one entry's headers: a few names with their attributes. */
  long headerBytes() {
    return 16L * maxNameLength + (64 << 10);
  }

  /** A stream whose bytes count towards the budget. */
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
      throw new OverLimitException("the unpacked data is larger than " + (maxBytes >> 20) + " MiB");
    }
  }
}
