package dev.atsharness.certs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A shared key is made once, and a caller waits only for the key that it needs. */
@Timeout(60)
class KeyPoolTest {
  private static final KeySpec P256 = KeySpec.ec("p-256");

  private final KeyPool keys = new KeyPool();

  @AfterEach
  void close() {
    keys.close();
  }

  @Test
  void everybodyGetsTheSameSharedKey() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<HarnessKey> ask = () -> keys.shared(KeySpec.rsa(1024));
      List<Future<HarnessKey>> answers =
          threads.invokeAll(IntStream.range(0, 32).mapToObj(i -> ask).toList());
      for (Future<HarnessKey> answer : answers) {
        assertThat(answer.get()).isSameAs(keys.shared(KeySpec.rsa(1024)));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aFreshKeyIsGivenOnlyOnce() {
    assertThat(keys.fresh(P256)).isNotEqualTo(keys.fresh(P256)).isNotEqualTo(keys.shared(P256));
  }

  @Test
  void kindsAreKeptApart() {
    assertThat(keys.shared(KeySpec.rsa(1024)).spec()).isEqualTo(KeySpec.rsa(1024));
    assertThat(keys.shared(KeySpec.rsaPss(1024)).spec()).isEqualTo(KeySpec.rsaPss(1024));
  }

  @Test
  void preparingReturnsAtOnceAndDelaysNoOtherKey() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    keys.inBackground(
        () -> {
          busy.countDown();
          awaitUninterrupted(release);
        });
    busy.await();

    keys.prepare(KeySpec.rsa(1024), P256); // both wait in the queue behind work that does not end
    assertThat(keys.shared(P256).spec()).isEqualTo(P256);

    release.countDown();
  }

  @Test
  void whatWasPreparedIsMadeInTheBackground() throws Exception {
    keys.prepare(P256);
    CountDownLatch after = new CountDownLatch(1);
    keys.inBackground(after::countDown);
    after.await();

    long started = System.nanoTime();
    keys.shared(P256);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aClosedPoolStillGivesKeys() {
    keys.close();
    keys.prepare(P256);
    assertThat(keys.shared(P256).spec()).isEqualTo(P256);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
