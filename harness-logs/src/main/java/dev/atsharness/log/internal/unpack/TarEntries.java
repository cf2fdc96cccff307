package dev.atsharness.log.internal.unpack;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The entries of a tar archive. The library reads a long name (of GNU tar or POSIX) into memory,
 * whatever its length: so no more than so many bytes may be read between two entries.
 */
public final class TarEntries {

  /** Length of a record; two of zeros mark the end. */
  private static final int RECORD = 512;

  private final UnpackBudget budget;
  private final Gate gate;
  private final TarArchiveInputStream tar;
  private boolean endsWithoutMark;

  public TarEntries(InputStream in, UnpackBudget budget) {
    this.budget = budget;
    this.gate = new Gate(in);
    // Larger blocks would swallow what comes behind the end.
    this.tar = new TarArchiveInputStream(gate, RECORD, RECORD);
  }

  /** Lets through so many bytes and no more. */
  private static final class Gate extends FilterInputStream {

    private long left = Long.MAX_VALUE;
    private long count;
    private boolean closed;

    Gate(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (length > 0 && left == 0) {
        closed = true;
        return -1;
      }
      int read = super.read(into, from, (int) Math.min(length, left));
      left -= Math.max(0, read);
      count += Math.max(0, read);
      return read;
    }

    @Override
    public long skip(long length) throws IOException {
      long skipped = super.skip(Math.min(length, left));
      left -= skipped;
      return skipped;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }

  /** The next entry, which counts; empty at the end. */
  public Optional<TarArchiveEntry> next() throws IOException {
    while (tar.getCurrentEntry() != null && tar.skip(Long.MAX_VALUE) > 0) {
      // What is left of the entry before is no header.
    }
    gate.left = budget.headerBytes();
    long before = gate.count;
    TarArchiveEntry entry;
    try {
      entry = tar.getNextEntry();
    } catch (IOException | RuntimeException e) {
      if (gate.closed) {
        throw budget.nameTooLong();
      }
      throw new IOException("the tar archive: " + e.getMessage(), e);
    }
    if (gate.closed) {
      throw budget.nameTooLong();
    }
    gate.left = Long.MAX_VALUE;
    // What fills the last record up is less than the mark.
    endsWithoutMark = entry == null && gate.count - before < RECORD;
    if (entry != null) {
      budget.entry(entry.getName());
    }
    return Optional.ofNullable(entry);
  }

  /** Whether the archive stopped where an entry or the mark of the end should have been. */
  public boolean endsWithoutMark() {
    return endsWithoutMark;
  }

  /** What comes after the last entry and the mark of the end. */
  public InputStream rest() {
    return gate;
  }

  /** The content of the entry. */
  public InputStream content() {
    return tar;
  }
}
