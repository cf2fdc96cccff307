package dev.atsharness.log.internal.text;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** A time of a log, as people read it. */
public final class ShownTime {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xx", Locale.ROOT);

  private ShownTime() {}

  /** A time to the second, in the zone of the log; a dash for none. */
  public static String of(Optional<OffsetDateTime> time) {
    return time.map(TIME::format).orElse("-");
  }
}
