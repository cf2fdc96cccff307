package dev.atsharness.server.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitNoticeTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final List<String> log = new ArrayList<>();
  private final LimitNotice notice = new LimitNotice("It is full", now::get, log::add);

  /** A budget whose limit is not logged. */
  static ByteBudget budget(long bytes) {
    return new ByteBudget(bytes, new LimitNotice("", System::nanoTime, words -> {}));
  }

  @Test
  void aBudgetThatIsUsedUpSaysSo() {
    ByteBudget budget = new ByteBudget(10, notice);
    assertThat(budget.take(10)).isTrue();
    assertThat(log).isEmpty();
    assertThat(budget.take(1)).isFalse();
    assertThat(log).containsExactly("It is full");
  }

  @Test
  void aMinuteHasOneMessage() {
    for (int i = 0; i < 1000; i++) {
      notice.reached();
    }
    now.addAndGet(Duration.ofSeconds(59).toNanos());
    notice.reached();
    assertThat(log).containsExactly("It is full");

    now.addAndGet(Duration.ofSeconds(1).toNanos());
    notice.reached();
    notice.reached();
    assertThat(log).containsExactly("It is full", "It is full; 1001 times since the last message");
  }
}
