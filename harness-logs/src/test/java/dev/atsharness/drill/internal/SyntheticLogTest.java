package dev.atsharness.drill.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogReader;
import dev.atsharness.log.LogSummary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

class SyntheticLogTest {

  private static final int SIZE = 20 << 20;

  @Test
  void hasTheViolationsThatItTellsOf() throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    long violations = new SyntheticLog(3).write(log, SIZE);
    LogExplanation explanation = new LogExplanation();

    LogSummary summary =
        new LogReader(Clock.systemUTC())
            .read(new ByteArrayInputStream(log.toByteArray()), "log", explanation);

    assertThat(violations).isPositive();
    assertThat(explanation.violations()).isEqualTo(violations);
    assertThat(explanation.findings()).allMatch(finding -> finding.violation().isPresent());
    assertThat(summary.first()).contains(OffsetDateTime.parse("2026-10-05T08:00:00+02:00"));
    assertThat(summary.last().orElseThrow())
        .isAfter(OffsetDateTime.parse("2026-10-05T08:02+02:00"));
    assertThat(log.size()).isBetween(SIZE, SIZE + 1000);
  }

  @Test
  void aSeedMakesTheSameLog() throws IOException {
    assertThat(bytes(5)).isEqualTo(bytes(5)).isNotEqualTo(bytes(6));
  }

  private static byte[] bytes(long seed) throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    new SyntheticLog(seed).write(log, 100_000);
    return log.toByteArray();
  }
}
