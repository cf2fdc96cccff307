package dev.atsharness.conformance.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeSpanTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "340, 0.3 s",
    "9949, 9.9 s",
    "9950, 10 s",
    "59499, 59 s",
    "59500, 1 min 0 s",
    "80000, 1 min 20 s",
    "3600000, 1 h 0 min",
    "7530000, 2 h 5 min",
  })
  void saysAsMuchAsAPersonWantsToKnow(long millis, String words) {
    assertThat(TimeSpan.words(Duration.ofMillis(millis))).isEqualTo(words);
  }
}
