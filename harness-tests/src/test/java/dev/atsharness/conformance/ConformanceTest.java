package dev.atsharness.conformance;

import static dev.atsharness.ats.Violation.EMS_NOT_NEGOTIATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.atsharness.conformance.internal.JournalView;
import dev.atsharness.conformance.internal.Observation;
import dev.atsharness.conformance.internal.ObservationFile;
import dev.atsharness.conformance.internal.Progress;
import dev.atsharness.conformance.internal.ResultJson;
import dev.atsharness.conformance.internal.SeenConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConformanceTest {

  private static final CheckedEndpoint BASELINE = CheckedEndpoints.clean(Conformance.BASELINE);
  private static final CheckedEndpoint NO_EMS =
      CheckedEndpoints.faulty("handshake/no-ems", List.of(EMS_NOT_NEGOTIATED), List.of());
  private static final CheckedEndpoint TLS12 = CheckedEndpoints.clean("baseline/tls12");
  private static final Options ONE_BY_ONE = new Options(Duration.ofSeconds(5), OptionalInt.of(1));

  private static Checker checker(Fakes.Check check) {
    return Fakes.checker("test", check);
  }

  private static CheckerOutput truth(CheckedEndpoint target) {
    return Fakes.truth(target);
  }

  private static ConformanceResult run(Checker checker, Options options)
      throws InterruptedException {
    List<CheckedEndpoint> targets = List.of(NO_EMS, BASELINE, TLS12);
    try (Conformance run =
        new Conformance(List.of(checker), targets, JournalView.NONE, options, Progress.NONE)) {
      return run.run();
    }
  }

  @Test
  void checksTheBaselineFirstAndLast() throws InterruptedException {
    Queue<String> asked = new ConcurrentLinkedQueue<>();

    ConformanceResult result =
        run(
            checker(
                target -> {
                  asked.add(target.scenario());
                  return truth(target);
                }),
            ONE_BY_ONE);

    assertThat(asked)
        .containsExactly("baseline/tls13", "handshake/no-ems", "baseline/tls12", "baseline/tls13");
    assertThat(result.isVoid()).isFalse();
    assertThat(result.deviates()).isFalse();
    assertThat(result.checkers().get(0).verdicts())
        .extracting(CheckResult::scenario)
        .containsExactly("baseline/tls13", "handshake/no-ems", "baseline/tls12");
  }

  @Test
  void stopsAtOnceIfTheBaselineFails() throws InterruptedException {
    Queue<String> asked = new ConcurrentLinkedQueue<>();

    ConformanceResult result =
        run(
            checker(
                target -> {
                  asked.add(target.scenario());
                  return CheckerOutput.finished(CheckedEndpoints.findings(EMS_NOT_NEGOTIATED));
                }),
            ONE_BY_ONE);

    assertThat(asked).containsExactly("baseline/tls13");
    assertThat(result.isVoid()).isTrue();
    assertThat(result.checkers().get(0).voided())
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .contains("before the run", "ems-not-negotiated", "see docs/stacks.md"));
    assertThat(result.checkers().get(0).failedBaseline())
        .hasValueSatisfying(
            verdict ->
                assertThat(verdict.observation().report().findings())
                    .isEqualTo(CheckedEndpoints.findings(EMS_NOT_NEGOTIATED)));
    assertThat(ResultJson.read(ResultJson.write(result)).checkers().get(0).failedBaseline())
        .isPresent();
  }

  @Test
  void isVoidIfTheBaselineFailsInTheEnd() throws InterruptedException {
    CountDownLatch firstTurn = new CountDownLatch(1);

    ConformanceResult result =
        run(
            checker(
                target -> {
                  if (target.equals(BASELINE)) {
                    if (firstTurn.getCount() == 0) {
                      throw new IOException("gone");
                    }
                    firstTurn.countDown();
                  }
                  return truth(target);
                }),
            ONE_BY_ONE);

    assertThat(result.checkers().get(0).voided())
        .hasValueSatisfying(
            reason -> assertThat(reason).contains("after the run").contains("gone"));
    assertThat(result.checkers().get(0).verdicts()).hasSize(3);
    assertThat(result.checkers().get(0).failedBaseline())
        .hasValueSatisfying(
            verdict -> assertThat(verdict.observation().report().note()).contains("gone"));
  }

  @Test
  void worksOnSeveralEndpointsAtOnceButNeverTwiceOnOne() throws InterruptedException {
    CountDownLatch both = new CountDownLatch(2);

    ConformanceResult result =
        run(
            checker(
                target -> {
                  if (!target.equals(BASELINE)) {
                    both.countDown();
                    if (!both.await(5, TimeUnit.SECONDS)) {
                      throw new IOException("was alone");
                    }
                  }
                  return truth(target);
                }),
            new Options(Duration.ofSeconds(5), OptionalInt.of(2)));

    assertThat(result.deviates()).isFalse();
  }

  @Test
  void recordsACheckerThatFailsAsOneWithoutResult() throws InterruptedException {
    ConformanceResult result =
        run(
            checker(
                target -> {
                  if (target.equals(TLS12)) {
                    throw new IOException("segmentation fault");
                  }
                  return truth(target);
                }),
            ONE_BY_ONE);

    assertThat(result.deviates()).isFalse(); // this server has no fault
    assertThat(result.leavesOpen()).isTrue();
    assertThat(result.checkers().get(0).notLookedAt())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.outcome()).isEqualTo(Outcome.UNSUPPORTED);
              assertThat(verdict.judgement().explanation()).contains("segmentation fault");
            });
  }

  @Test
  void countsMissesAndFalseAlarmsApart() throws InterruptedException {
    ConformanceResult result =
        run(
            checker(
                target -> {
                  if (target.equals(NO_EMS)) {
                    return CheckerOutput.finished(List.of());
                  }
                  return target.equals(TLS12)
                      ? CheckerOutput.finished(CheckedEndpoints.findings(EMS_NOT_NEGOTIATED))
                      : truth(target);
                }),
            ONE_BY_ONE);

    CheckerResult checker = result.checkers().get(0);
    assertThat(checker.missed()).isEqualTo(1);
    assertThat(checker.falseAlarms()).isEqualTo(1);
    assertThat(result.deviates()).isTrue();
  }

  @Test
  void isVoidIfTheJournalCannotBeRead() throws InterruptedException {
    JournalView gone =
        new JournalView() {
          @Override
          public long mark() throws IOException {
            throw new IOException("nothing listens");
          }

          @Override
          public Optional<List<SeenConnection>> connections(
              String scenario, long mark, Predicate<SeenConnection> awaited, Duration patience) {
            return Optional.empty();
          }
        };
    try (Conformance run =
        new Conformance(
            List.of(checker(ConformanceTest::truth)),
            List.of(BASELINE, NO_EMS),
            gone,
            ONE_BY_ONE,
            Progress.NONE)) {
      assertThat(run.run().checkers().get(0).voided())
          .contains("the journal cannot be read: nothing listens");
    }
  }

  @Test
  void closingInterruptsTheBaselineToo() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Checker endless =
        checker(
            target -> {
              started.countDown();
              try {
                new CountDownLatch(1).await();
              } finally {
                interrupted.countDown();
              }
              return truth(target);
            });
    Conformance run =
        new Conformance(
            List.of(endless), List.of(BASELINE), JournalView.NONE, ONE_BY_ONE, Progress.NONE);
    CompletableFuture<Void> closed =
        CompletableFuture.runAsync(
            () -> {
              await(started);
              run.close();
            });

    assertThat(run.run().checkers().get(0).voided()).contains("the run was stopped");
    assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    closed.get(5, TimeUnit.SECONDS);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void refusesEndpointsWithoutABaseline() {
    assertThatThrownBy(
            () ->
                new Conformance(
                    List.of(checker(ConformanceTest::truth)),
                    List.of(NO_EMS),
                    JournalView.NONE,
                    ONE_BY_ONE,
                    Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("baseline/tls13");
  }

  @Test
  void writesEverythingAVerdictRestsOnAsJson() throws InterruptedException {
    JournalView journal =
        new JournalView() {
          @Override
          public long mark() {
            return 0;
          }

          @Override
          public Optional<List<SeenConnection>> connections(
              String scenario, long mark, Predicate<SeenConnection> awaited, Duration patience) {
            return Optional.of(
                List.of(
                    new SeenConnection(
                        Instant.EPOCH,
                        "127.0.0.1",
                        Optional.empty(),
                        SeenConnection.Sent.CLIENT_HELLO,
                        Optional.empty(),
                        "completed \u001b[31m")));
          }
        };
    ConformanceResult result;
    try (Conformance run =
        new Conformance(
            List.of(checker(ConformanceTest::truth)),
            List.of(BASELINE, NO_EMS),
            journal,
            ONE_BY_ONE,
            Progress.NONE)) {
      result = run.run();
    }

    String json = result.toJson();
    JsonNode verdict = JsonMapper.shared().readTree(json).at("/checkers/0/verdicts/1");

    assertThat(json).doesNotContain("\u001b");
    assertThat(verdict.get("outcome").asString()).isEqualTo("agreed");
    assertThat(verdict.get("expected").asString()).isEqualTo("ems-not-negotiated");
    assertThat(verdict.at("/findings/0/evidence").asString()).isEqualTo("seen");
    assertThat(verdict.at("/journal/0").asString()).isEqualTo("completed \u001b[31m");
    assertThat(verdict.get("seconds").isNumber()).isTrue();
  }

  @Test
  void keepsWhatWasSeenBeforeItIsJudged(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("raw.jsonl");
    List<List<String>> keptWhenJudged = new CopyOnWriteArrayList<>();
    Progress judged =
        new Progress() {
          @Override
          public void judged(CheckResult verdict) {
            keptWhenJudged.add(lines(file));
          }
        };
    Checker checker = checker(ConformanceTest::truth);
    ConformanceResult unfinished =
        Conformance.unfinished(Map.of(checker, List.of(BASELINE, NO_EMS)));
    try (ObservationFile kept = ObservationFile.create(file, unfinished);
        Conformance run =
            new Conformance(
                List.of(checker),
                List.of(BASELINE, NO_EMS),
                JournalView.NONE,
                ONE_BY_ONE,
                judged.and(kept))) {
      ConformanceResult result = run.run();

      // The unfinished result, then each observation and, except for the last one, its result.
      assertThat(keptWhenJudged).extracting(List::size).containsExactly(2, 4, 6);
      assertThat(lines(file).get(3))
          .startsWith("{\"checker\":\"test\",\"scenario\":\"handshake/no-ems\"")
          .contains("\"evidence\":\"seen\"");
      ConformanceResult left =
          ConformanceResult.parse(Files.readString(file) + "{\"checker\":\"te");
      assertThat(left.scenarios()).isEqualTo(result.scenarios());
      assertThat(left.checkers().get(0).verdicts())
          .extracting(CheckResult::scenario, CheckResult::judgement)
          .containsExactlyElementsOf(
              result.checkers().get(0).verdicts().stream()
                  .map(verdict -> tuple(verdict.scenario(), verdict.judgement()))
                  .toList());
      assertThat(left.checkers().get(0).voided()).contains("the run did not end");
      kept.discard();
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void isVoidIfWhatWasSeenCannotBeKept() throws InterruptedException {
    Progress full =
        new Progress() {
          @Override
          public void observed(String checker, String scenario, Observation seen)
              throws IOException {
            throw new IOException("no space left");
          }
        };
    try (Conformance run =
        new Conformance(
            List.of(checker(ConformanceTest::truth)),
            List.of(BASELINE),
            JournalView.NONE,
            ONE_BY_ONE,
            full)) {
      assertThat(run.run().checkers().get(0).voided())
          .contains("the observation cannot be stored: no space left");
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
