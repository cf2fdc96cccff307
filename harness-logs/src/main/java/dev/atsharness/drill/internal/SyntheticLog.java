package dev.atsharness.drill.internal;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.log.LogEvent;
import dev.atsharness.log.LogFormat;
import dev.atsharness.log.LogWriter;
import dev.atsharness.scenario.internal.DrillMaterial;
import dev.atsharness.scenario.internal.Platform;
import dev.atsharness.scenario.internal.Releases;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;

/**
 * A log of any size in default style, as {@code log show} would print it without a predicate: noise
 * with rare violations. Some thousand lines are made once and then written repeatedly, each time
 * with later time stamps. Not for use by several threads.
 */
public final class SyntheticLog {

  private static final OffsetDateTime BEGIN =
      Instant.parse("2026-10-05T06:00:00Z").atOffset(ZoneOffset.ofHours(2));

  private static final int LINES = 40_000;

  /**
   * The usual number of lines for each violation. A device writes some hundred thousand lines an
   * hour and connects to the servers of its management a few times in that time [inferred].
   */
  public static final int LINES_PER_VIOLATION = 20_000;

  /** The number of lines for each one that mentions another kind of violation. */
  private static final int LINES_PER_DECOY = 400;

  private static final int SERVERS = 12;
  private static final int MICROS_BETWEEN_LINES = 1_700;

  private static final long SECOND_MICROS = 1_000_000;
  private static final long MINUTE_MICROS = 60 * SECOND_MICROS;
  private static final long HOUR_MICROS = 60 * MINUTE_MICROS;
  private static final long DAY = 24 * HOUR_MICROS;

  /** The offsets of the parts of {@code 2026-10-05 08:00:00.000000} in a line. */
  private static final int HOUR = 11;

  private static final int MINUTE = 14;
  private static final int SECOND = 17;
  private static final int FRACTION = 20;

  private static final List<OsRelease> RELEASES = Releases.builtIn().all();

  private final byte[] block;
  private final int[] starts;
  private final byte[] header;
  private final BitSet isViolation = new BitSet(LINES);

  /** A log with one violation in {@value #LINES_PER_VIOLATION} lines. */
  public SyntheticLog(long seed) {
    this(seed, LINES_PER_VIOLATION);
  }

  /**
   * A log of any density.
   *
   * @param seed the same seed makes the same log
   * @param linesPerViolation number of lines for each violation, 1 to {@value #LINES}
   */
  public SyntheticLog(long seed, int linesPerViolation) {
    if (linesPerViolation < 1 || linesPerViolation > LINES) {
      throw new IllegalArgumentException(
          "one line in " + linesPerViolation + " is not possible; give 1 to " + LINES);
    }
    this.header =
        (String.join("\n", LogFormat.DEFAULT.header()) + "\n").getBytes(StandardCharsets.UTF_8);
    SeededRandom dice = new SeededRandom(seed);
    DrillMaterial material = DrillMaterial.builtIn();
    List<NoiseSource> noises =
        List.of(
            new NoiseSource(material, Platform.IOS, dice),
            new NoiseSource(material, Platform.MACOS, dice));
    this.starts = new int[LINES + 1];
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      starts[i] = text.length(); // one byte for each character
      LogEvent event;
      if (i % linesPerViolation == linesPerViolation / 2) {
        isViolation.set(i);
        event = violation(dice, material);
      } else {
        NoiseSource noise = dice.pick(noises);
        event =
            noise.event(
                dice.below(LINES_PER_DECOY) == 0 ? noise.decoys().get(0) : noise.ordinary(), BEGIN);
      }
      text.append(LogFormat.DEFAULT.line(event)).append('\n');
    }
    starts[LINES] = text.length();
    this.block = text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static LogEvent violation(SeededRandom dice, DrillMaterial material) {
    List<DetectedViolation> some =
        List.of(
            DetectedViolation.of(Violation.EMS_NOT_NEGOTIATED),
            DetectedViolation.of(Violation.CERTIFICATE_NOT_TRUSTED),
            new DetectedViolation(Violation.RSA_KEY_BELOW_2048, "1024"),
            new DetectedViolation(
                Violation.CIPHERSUITE_NOT_IN_ATS, "TLS_RSA_WITH_AES_128_GCM_SHA256"));
    String process = dice.pick(List.of("mdmclient", "profiled", "appstored"));
    return new LogWriter(
            Clock.fixed(BEGIN.toInstant(), BEGIN.getOffset()),
            dice.pick(RELEASES),
            process,
            100 + dice.below(800),
            1 + dice.below(60))
        .event(
            dice.pick(some), "srv-" + dice.below(SERVERS) + "." + material.organisations().get(0));
  }

  /**
   * Writes the log.
   *
   * @param size in bytes; the log ends with the first line that reaches it
   * @return number of violations in the log
   */
  public long write(OutputStream out, long size) throws IOException {
    out.write(header);
    long left = size - header.length;
    long violations = 0;
    long micros =
        Duration.between(BEGIN.toLocalDate().atStartOfDay(), BEGIN.toLocalDateTime()).toNanos()
            / 1000;
    while (left > 0) {
      int lines = 0;
      int end = 0;
      while (lines < LINES && end < left) {
        stamp(starts[lines], micros);
        micros += MICROS_BETWEEN_LINES;
        violations += isViolation.get(lines) ? 1 : 0;
        lines++;
        end = starts[lines];
      }
      out.write(block, 0, end);
      left -= end;
    }
    return violations;
  }

  /** Sets a line's date and time of day, to microseconds since the first day's midnight. */
  private void stamp(int line, long micros) {
    byte[] date =
        BEGIN.toLocalDate().plusDays(micros / DAY).toString().getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(date, 0, block, line, date.length);
    long time = micros % DAY;
    digits(line + HOUR, 2, time / HOUR_MICROS);
    digits(line + MINUTE, 2, time / MINUTE_MICROS % 60);
    digits(line + SECOND, 2, time / SECOND_MICROS % 60);
    digits(line + FRACTION, 6, time % SECOND_MICROS);
  }

  private void digits(int at, int count, long value) {
    long rest = value;
    for (int i = at + count - 1; i >= at; i--) {
      block[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
