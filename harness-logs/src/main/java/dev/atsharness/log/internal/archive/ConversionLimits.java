package dev.atsharness.log.internal.archive;

import java.time.Duration;

/**
 * The limits on the conversion of logs in Apple's binary form.
 *
 * @param bytes maximum number of bytes of the files that are unpacked for the program
 * @param files maximum number of these files
 * @param output maximum number of bytes that the program may write
 * @param silence maximum time without a line from the program
 * @param total maximum time for one log
 */
public record ConversionLimits(
    long bytes, int files, long output, Duration silence, Duration total) {

  private static final long GIB = 1L << 30;

  /** The default limits: 16 GiB in 50,000 files, 1 TiB of text, 10 minutes of silence, 6 hours. */
  public static final ConversionLimits DEFAULT =
      new ConversionLimits(
          16 * GIB, 50_000, 1_024 * GIB, Duration.ofMinutes(10), Duration.ofHours(6));

  /** The limits for a log from another person: 4 GiB, 128 GiB of text, 2 minutes, 20 minutes. */
  public static final ConversionLimits UPLOAD =
      new ConversionLimits(
          4 * GIB, 20_000, 128 * GIB, Duration.ofMinutes(2), Duration.ofMinutes(20));
}
