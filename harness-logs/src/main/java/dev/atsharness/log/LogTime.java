package dev.atsharness.log;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the time stamps of all styles. If the zone is left out, it is the clock's. If the year is
 * left out, it is the latest year in which the day is not in the future.
 */
final class LogTime {

  /**
   * A time stamp with a space or T, any fraction, and an optional offset in any of ISO 8601's
   * forms.
   */
  private static final DateTimeFormatter WITH_YEAR =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd[' ']['T']HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendPattern("[XXX][xx]")
          .toFormatter(Locale.ROOT);

  /** A date as in Germany, or as in France if a word distinguishes it from an American date. */
  private static final Pattern LOCAL =
      Pattern.compile(
          "(\\d{1,2})(?:\\.(\\d{1,2})\\.(\\d{4}),?(?: um)?|/(\\d{1,2})/(\\d{4}) \u00e0)"
              + " (\\d{1,2})(:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?)");

  /**
   * The first year in which a device can have written a log: the unified log came in 2016. An
   * archive without its files of timesync has only times since the start of the device, which
   * programs print as if it had started in 1970.
   */
  static final int FIRST_YEAR = 2015;

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMM d", Locale.ENGLISH);

  private final Clock clock;

  LogTime(Clock clock) {
    this.clock = clock;
  }

  /** The time, if it can be right. */
  static Optional<OffsetDateTime> known(Optional<OffsetDateTime> time) {
    return time.filter(LogTime::isKnown);
  }

  /** Whether a time can be right. */
  static boolean isKnown(OffsetDateTime time) {
    return time.getYear() >= FIRST_YEAR;
  }

  /** The time; empty for text that is not a time, such as month 13 or an hour without a day. */
  Optional<OffsetDateTime> parse(String text) {
    try {
      if (!text.isEmpty() && Character.isLetter(text.charAt(0))) {
        return Optional.of(withoutYear(text.replaceAll("\\s+", " ")));
      }
      Matcher local = LOCAL.matcher(text);
      if (local.matches()) {
        return Optional.of(here(local(local)));
      }
      TemporalAccessor time = WITH_YEAR.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
      return Optional.of(time instanceof OffsetDateTime whole ? whole : here((LocalDateTime) time));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LocalDateTime local(Matcher parts) {
    boolean dots = parts.group(2) != null;
    return LocalDateTime.from(
        WITH_YEAR.parse(
            String.format(
                    Locale.ROOT,
                    "%s-%2s-%2sT%2s%s",
                    parts.group(dots ? 3 : 5),
                    parts.group(dots ? 2 : 4),
                    parts.group(1),
                    parts.group(6),
                    parts.group(7).replace(',', '.'))
                .replace(' ', '0')));
  }

  private OffsetDateTime withoutYear(String text) {
    int time = text.lastIndexOf(' ');
    MonthDay day = MonthDay.from(DAY.parse(text.substring(0, time)));
    OffsetDateTime now = OffsetDateTime.now(clock);
    OffsetDateTime thisYear = inYear(now.getYear(), day, text.substring(time + 1));
    // A device's clock and zone may be ahead of this machine's.
    return thisYear.isAfter(now.plusDays(1))
        ? inYear(now.getYear() - 1, day, text.substring(time + 1))
        : thisYear;
  }

  private OffsetDateTime inYear(int year, MonthDay day, String time) {
    return here(LocalDateTime.from(WITH_YEAR.parse(day.atYear(year) + "T" + time)));
  }

  private OffsetDateTime here(LocalDateTime time) {
    return time.atZone(clock.getZone()).toOffsetDateTime();
  }
}
