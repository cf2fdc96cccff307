package dev.atsharness.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepeatedEventsTest {

  private static final OffsetDateTime START = OffsetDateTime.parse("2026-04-30T10:12:31.001Z");

  private final RepeatedEvents events = new RepeatedEvents();

  @Test
  void tooManyEventsAreNotComparedAndThatIsSaid() {
    events.begin();
    for (int i = 0; i <= RepeatedEvents.MAX_EVENTS; i++) {
      assertThat(events.isRepeat(event(i), "phone")).isFalse();
    }
    assertThat(events.repeats())
        .as("one log alone repeats nothing")
        .isEqualTo(new Repeats(0, true));

    events.begin();
    assertThat(events.isRepeat(event(0), "phone")).isTrue();
    assertThat(events.isRepeat(event(RepeatedEvents.MAX_EVENTS), "phone")).isFalse();
    assertThat(events.repeats()).isEqualTo(new Repeats(1, false));
  }

  private static LogStyle.Event event(int number) {
    return new LogStyle.Event(
        Optional.of(START.plusNanos(number * 1_000_000L)),
        "Error",
        "mdmd",
        LogStyle.NETWORK,
        "[C1:1] message",
        true);
  }
}
