package dev.atsharness.log.internal.unpack;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The entries of a tar archive. The library reads a long name (of GNU tar or POSIX) of any length
 * into memory, so the number of bytes read between two entries is limited.
 */
public final class TarEntries {

  /** The length of a record; two records of zeros mark the end. */
  private static final int RECORD = 512;

  private final UnpackBudget budget;
  private final Gate gate;
  private final TarArchiveInputStream tar;
  private boolean endsWithoutMark;

  public TarEntries(InputStream in, UnpackBudget budget) {
    this.budget = budget;
    this.gate = new Gate(in);
    // Larger blocks would consume bytes after the end.
    this.tar = new TarArchiveInputStream(gate, RECORD, RECORD);
  }

  /** A stream that lets through a limited number of bytes. */
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

  /** The next entry, which counts towards the budget; empty at the end. */
  public Optional<TarArchiveEntry> next() throws IOException {
    while (tar.getCurrentEntry() != null && tar.skip(Long.MAX_VALUE) > 0) {
      // The rest of the previous entry is not a header.
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
      throw new DamageException(
          "the description of one of its files is damaged, at byte "
              + (before + RECORD - 1) / RECORD * RECORD
              + " of the unpacked archive",
          e);
    }
    if (gate.closed) {
      throw budget.nameTooLong();
    }
    gate.left = Long.MAX_VALUE;
    // The padding of the last record is shorter than the mark.
    endsWithoutMark = entry == null && gate.count - before < RECORD;
    if (entry != null) {
      budget.entry(entry.getName());
    }
    return Optional.ofNullable(entry);
  }

  /** Whether the archive ended where an entry or the end mark was expected. */
  public boolean endsWithoutMark() {
    return endsWithoutMark;
  }

  /** The bytes after the last entry and the end mark. */
  public InputStream rest() {
    return gate;
  }

  /** The content of the entry. */
  public InputStream content() {
    return tar;
  }
}
