package dev.atsharness.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.atsharness.server.Endpoint;
import dev.atsharness.server.SampleEndpoints;
import dev.atsharness.server.journal.internal.Recording;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JournalTest {

  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 50000);

  private final Endpoint noEms = SampleEndpoints.endpoint("handshake/no-ems");
  private final Endpoint rsa1024 = SampleEndpoints.endpoint("key/rsa-1024");

  @Test
  void anEntryAppearsWhenItsHandshakeIsOver() {
    Journal journal = new Journal(8, CLOCK);
    Recording first = open(journal, noEms);
    Recording second = open(journal, rsa1024);
    assertThat(journal.entries()).isEmpty();

    second.handshakeFinished();
    first.closed();

    assertThat(journal.entries())
        .extracting(
            JournalEntry::sequence, seen -> seen.scenario().orElseThrow(), JournalEntry::outcome)
        .containsExactly(
            tuple(1L, "key/rsa-1024", ConnectionOutcome.COMPLETED),
            tuple(2L, "handshake/no-ems", ConnectionOutcome.CLOSED_EARLY));
    assertThat(journal.entries().get(0).connection().start()).isEqualTo(NOW);
    assertThat(journal.since(1)).extracting(JournalEntry::sequence).containsExactly(2L);
    assertThat(journal.since(2)).isEmpty();
  }

  @Test
  void whoFollowsItSeesWhatIsNewAndWhatHasChanged() {
    Journal journal = new Journal(8, CLOCK);
    Recording first = open(journal, noEms);
    first.handshakeFinished();
    open(journal, rsa1024).closed();
    Journal.Reading all = journal.changedSince(0);
    assertThat(all.entries()).extracting(JournalEntry::sequence).containsExactly(1L, 2L);
    assertThat(journal.changedSince(all.revision()).entries()).isEmpty();

    first.request(new HttpExchange("GET", "/", "h", 200));

    Journal.Reading later = journal.changedSince(all.revision());
    assertThat(later.entries()).extracting(JournalEntry::sequence).containsExactly(1L);
    assertThat(later.entries().get(0).requests()).hasSize(1);
    assertThat(journal.changedSince(later.revision()).entries()).isEmpty();
  }

  @Test
  void aReaderWaitsForAnEntryOfOneScenario() throws Exception {
    Journal journal = new Journal(8, CLOCK);
    open(journal, noEms).closed();
    long revision = journal.revision();
    assertThat(journal.awaitAfter(0, 0, "handshake/no-ems", PATIENCE)).isTrue();
    assertThat(journal.awaitAfter(1, 0, "handshake/no-ems", Duration.ZERO)).isFalse();
    assertThat(journal.awaitAfter(0, revision, "handshake/no-ems", Duration.ZERO)).isFalse();

    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> told =
          reader.submit(() -> journal.awaitAfter(1, revision, "key/rsa-1024", PATIENCE));
      open(journal, noEms).closed();
      assertThat(told.isDone()).isFalse();
      open(journal, rsa1024).closed();
      assertThat(told.get()).isTrue();
    } finally {
      reader.shutdownNow();
    }
  }

  @Test
  void theEntriesAfterANumberAreGivenInOrder() {
    Journal journal = new Journal(4, CLOCK);
    for (int i = 0; i < 6; i++) {
      open(journal, noEms).closed();
    }
    for (long after = 0; after <= 7; after++) {
      long first = Math.max(3, after + 1);
      assertThat(journal.since(after))
          .extracting(JournalEntry::sequence)
          .containsExactlyElementsOf(LongStream.rangeClosed(first, 6).boxed().toList());
      assertThat(journal.after(after, 0, 1))
          .extracting(JournalEntry::sequence)
          .containsExactlyElementsOf(LongStream.rangeClosed(first, 6).limit(1).boxed().toList());
    }
  }

  @Test
  void theOldestEntriesMakeRoomAndAreCounted() {
    Journal journal = new Journal(3, CLOCK);
    for (int i = 0; i < 10; i++) {
      open(journal, noEms).closed();
    }
    assertThat(journal.entries()).extracting(JournalEntry::sequence).containsExactly(8L, 9L, 10L);
    assertThat(journal.dropped()).isEqualTo(7);
    assertThat(journal.capacity()).isEqualTo(3);
  }

  @Test
  void entriesMakeRoomByTheBytesTheyTakeAndAreCounted() {
    Journal journal = new Journal(1000, 100_000, CLOCK);
    for (int i = 0; i < 500; i++) {
      Recording connection = open(journal, noEms);
      connection.request(new HttpExchange("GET", "/" + "x".repeat(9000), "h", 200));
      connection.closed();
      assertThat(journal.bytes()).isLessThanOrEqualTo(journal.maxBytes());
    }
    List<JournalEntry> kept = journal.entries();
    assertThat(kept).hasSizeBetween(10, 99);
    assertThat(kept.get(kept.size() - 1).sequence()).isEqualTo(500);
    assertThat(journal.dropped() + kept.size()).isEqualTo(500);
  }

  @Test
  void anEntryThatGrowsMakesOlderOnesGoAndIsNeverCountedTwice() {
    Journal journal = new Journal(1000, 40_000, CLOCK);
    Recording first = open(journal, noEms);
    first.handshakeFinished();
    Recording second = open(journal, rsa1024);
    second.handshakeFinished();
    for (int i = 0; i < JournalEntry.MAX_REQUESTS; i++) {
      second.request(new HttpExchange("GET", "/" + "y".repeat(1000), "h", 200));
    }
    assertThat(journal.entries()).extracting(JournalEntry::sequence).containsExactly(2L);
    long before = journal.bytes();

    first.request(new HttpExchange("GET", "/late", "h", 200));

    assertThat(journal.bytes()).as("the first is not kept").isEqualTo(before);
    assertThat(journal.dropped()).isEqualTo(1);
  }

  @Test
  void theNewestEntryStaysWhateverItTakes() {
    Journal journal = new Journal(10, 1, CLOCK);
    open(journal, noEms).closed();
    open(journal, rsa1024).closed();
    assertThat(journal.entries()).extracting(JournalEntry::sequence).containsExactly(2L);
    assertThatIllegalArgumentException().isThrownBy(() -> new Journal(10, 0, CLOCK));
  }

  @Test
  void requestsOfADroppedEntryBringItBackUnderNoCircumstances() {
    Journal journal = new Journal(1, CLOCK);
    Recording dropped = open(journal, noEms);
    dropped.handshakeFinished();
    open(journal, rsa1024).closed();

    dropped.request(new HttpExchange("GET", "/", "h", 200));
    dropped.closed();

    assertThat(journal.entries()).extracting(JournalEntry::sequence).containsExactly(2L);
    assertThat(journal.dropped()).isEqualTo(1);
  }

  @Test
  void aJournalWithoutRoomIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Journal(0, CLOCK));
  }

  @Test
  void takeGivesEachEntryOfTheEndpointOnceOldestFirst() throws Exception {
    Journal journal = new Journal(8, CLOCK);
    open(journal, noEms).closed();
    open(journal, rsa1024).closed();
    open(journal, noEms).closed();

    assertThat(journal.take(noEms.id(), PATIENCE).sequence()).isEqualTo(1);
    assertThat(journal.take(noEms.id(), PATIENCE).sequence()).isEqualTo(3);
    assertThat(journal.take(rsa1024.id(), PATIENCE).sequence()).isEqualTo(2);
    assertThat(journal.entries()).hasSize(3);
  }

  @Test
  void takeSaysWhatItSawInsteadWhenNothingComes() {
    Journal journal = new Journal(8, CLOCK);
    assertThatThrownBy(() -> journal.take(noEms.id(), Duration.ofMillis(1)))
        .isInstanceOf(NoEntryException.class)
        .hasMessageContaining("handshake/no-ems")
        .hasMessageContaining("the journal is empty");

    open(journal, rsa1024).closed();

    assertThatThrownBy(() -> journal.take(noEms.id(), Duration.ZERO))
        .isInstanceOf(NoEntryException.class)
        .hasMessageContaining("key/rsa-1024");
  }

  @Test
  void takeWakesWhenTheHandshakeEnds() throws Exception {
    Journal journal = new Journal(8, CLOCK);
    Recording connection = open(journal, noEms);
    ExecutorService taker = Executors.newSingleThreadExecutor();
    try {
      CountDownLatch started = new CountDownLatch(1);
      Future<JournalEntry> taken =
          taker.submit(
              () -> {
                started.countDown();
                return journal.take(noEms.id(), PATIENCE);
              });
      started.await();
      connection.handshakeFinished();
      assertThat(taken.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(ConnectionOutcome.COMPLETED);
    } finally {
      taker.shutdownNow();
    }
  }

  @Test
  void takeCanWaitForTheRequestThatFollowsTheHandshake() throws Exception {
    Journal journal = new Journal(8, CLOCK);
    Recording connection = open(journal, noEms);
    connection.handshakeFinished();
    ExecutorService taker = Executors.newSingleThreadExecutor();
    try {
      Future<JournalEntry> taken =
          taker.submit(
              () -> journal.take(noEms.id(), PATIENCE, seen -> !seen.requests().isEmpty()));
      connection.request(new HttpExchange("GET", "/x", "no-ems.example.test", 200));
      assertThat(taken.get(30, TimeUnit.SECONDS).requests())
          .containsExactly(new HttpExchange("GET", "/x", "no-ems.example.test", 200));
    } finally {
      taker.shutdownNow();
    }
  }

  @Test
  void entriesWrittenByManyThreadsAreEachTakenOnce() throws Exception {
    int writers = 8;
    int each = 200;
    Journal journal = new Journal(writers * each, CLOCK);
    ExecutorService threads = Executors.newFixedThreadPool(writers + 2);
    try {
      List<Future<List<Long>>> takers = new ArrayList<>();
      for (int t = 0; t < 2; t++) {
        takers.add(
            threads.submit(
                () -> {
                  List<Long> taken = new ArrayList<>();
                  for (int i = 0; i < writers * each / 2; i++) {
                    taken.add(journal.take(noEms.id(), PATIENCE).sequence());
                  }
                  return taken;
                }));
      }
      for (int w = 0; w < writers; w++) {
        threads.execute(
            () -> {
              for (int i = 0; i < each; i++) {
                open(journal, noEms).closed();
              }
            });
      }
      List<Long> all = new ArrayList<>();
      for (Future<List<Long>> taker : takers) {
        all.addAll(taker.get(60, TimeUnit.SECONDS));
      }
      assertThat(all).hasSize(writers * each).doesNotHaveDuplicates();
      assertThat(journal.dropped()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  private static Recording open(Journal journal, Endpoint endpoint) {
    Recording recording = journal.open(endpoint.port(), CLIENT);
    recording.routed(endpoint.id());
    return recording;
  }
}
