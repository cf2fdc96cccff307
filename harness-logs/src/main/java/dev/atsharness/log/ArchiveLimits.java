package dev.atsharness.log;

/**
 * How much is unpacked of an archive. Plain text has no limit: it is read in constant memory.
 *
 * @param bytes most bytes that all decompression may yield
 * @param entries most entries of all archives together
 * @param depth most archives or compressed files in one another
 * @param nameLength longest name of an entry, in characters
 */
public record ArchiveLimits(long bytes, int entries, int depth, int nameLength) {

  private static final long GIB = 1L << 30;

  /** More than any sysdiagnose has: 64 GiB, 200,000 entries, 8 levels, names of 4,096. */
  public static final ArchiveLimits DEFAULT = new ArchiveLimits(64 * GIB, 200_000, 8, 4_096);

  /** For a log that somebody else sends: 8 GiB, 100,000 entries, 8 levels, names of 4,096. */
  public static final ArchiveLimits UPLOAD = new ArchiveLimits(8 * GIB, 100_000, 8, 4_096);
}
