package dev.atsharness.conformance.internal.report;

import java.time.Duration;

/** Formats durations for people. */
public final class TimeSpan {

  private TimeSpan() {}

  /**
   * Formats a duration, for example {@code 0.3 s}, {@code 12 s}, {@code 1 min 20 s}, {@code 2 h 5
   * min}.
   */
  public static String words(Duration span) {
    long seconds = span.plusMillis(500).toSeconds();
    if (span.toMillis() < 9_950) {
      long tenths = Math.round(span.toMillis() / 100.0);
      return tenths / 10 + "." + tenths % 10 + " s";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
