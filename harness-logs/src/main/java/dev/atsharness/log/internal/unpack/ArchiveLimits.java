package dev.atsharness.log.internal.unpack;

/**
 * The limits on unpacking an archive. Plain text has no limit: it is read in constant memory.
 *
 * @param bytes maximum number of bytes that all decompression may yield
 * @param entries maximum number of entries of all archives together
 * @param depth maximum nesting of archives or compressed files
 * @param nameLength maximum length of an entry's name, in characters
 */
public record ArchiveLimits(long bytes, int entries, int depth, int nameLength) {

  private static final long GIB = 1L << 30;

  /**
   * The default limits, more than any sysdiagnose needs: 64 GiB, 200,000 entries, 8 levels, names
   * of 4,096.
   */
  public static final ArchiveLimits DEFAULT = new ArchiveLimits(64 * GIB, 200_000, 8, 4_096);

  /** The limits for a log from another person: 8 GiB, 100,000 entries, 8 levels, names of 4,096. */
  public static final ArchiveLimits UPLOAD = new ArchiveLimits(8 * GIB, 100_000, 8, 4_096);
}
