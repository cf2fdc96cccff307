package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RootEndTest {

  private static final Path STATE = Path.of("kept");
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  @Test
  void aRootThatLastsForMoreThanTwoWeeksIsNotMentioned() {
    assertThat(RootEnd.warning(STATE, NOW.plus(Duration.ofDays(14)).plusSeconds(1), NOW)).isEmpty();
  }

  @Test
  void aRootThatEndsWithinTwoWeeksIsMentionedWithTheRemedy() {
    assertThat(RootEnd.warning(STATE, NOW.plus(Duration.ofDays(14)), NOW)).isPresent();
    assertThat(RootEnd.warning(STATE, NOW.plus(Duration.ofHours(80)), NOW).orElseThrow())
        .contains("kept ends in 3 days, at 2026-05-04T20:00:00Z")
        .contains("delete kept, start again")
        .contains("install the new root");
  }
}
