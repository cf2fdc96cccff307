package dev.atsharness.conformance.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckedScenario;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Results;
import dev.atsharness.conformance.internal.Shard;
import dev.atsharness.conformance.internal.report.ResultMerge.Part;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResultMergeTest {

  private static final String BASELINE = "baseline/tls13";

  private static ConformanceResult shard(int index, int of, ConformanceResult result) {
    return result.withShard(Optional.of(new Shard(index, of)));
  }

  private static ConformanceResult part(Outcome baseline, String scenario) {
    return Results.of(
        Results.scanner(
            "scan",
            Results.verdict("scan", BASELINE, baseline),
            Results.verdict("scan", scenario, Outcome.AGREED)));
  }

  private static ConformanceResult whole(ConformanceResult... results) {
    return ResultMerge.of(
        IntStream.range(0, results.length)
            .mapToObj(i -> new Part((i + 1) + ".json", results[i]))
            .toList());
  }

  @Test
  void putsTheScenariosOfAllPartsTogether() {
    ConformanceResult whole =
        whole(shard(1, 2, part(Outcome.AGREED, "a/x")), shard(2, 2, part(Outcome.MISSED, "a/y")));

    CheckerResult checker = whole.checkers().get(0);
    assertThat(whole.scenarios())
        .extracting(CheckedScenario::id)
        .containsExactly(BASELINE, "a/x", "a/y");
    assertThat(checker.verdicts())
        .extracting(CheckResult::scenario)
        .containsExactly(BASELINE, "a/x", "a/y");
    assertThat(checker.deviations()).extracting(CheckResult::scenario).containsExactly(BASELINE);
    assertThat(whole.shard()).isEmpty();
    assertThat(checker.took()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void leavesOnePartAsItIs() {
    ConformanceResult only = part(Outcome.AGREED, "a/x");

    assertThat(whole(only)).isEqualTo(only);
  }

  @Test
  void putsCheckersBesideEachOther() {
    ConformanceResult other =
        Results.of(Results.scanner("other", Results.verdict("other", "a/x", Outcome.AGREED)));

    assertThat(whole(part(Outcome.AGREED, "a/x"), other).checkers())
        .extracting(CheckerResult::checker)
        .containsExactly("scan", "other");
  }

  @Test
  void refusesARunWithoutAllItsParts() {
    assertThatThrownBy(() -> whole(shard(2, 3, part(Outcome.AGREED, "a/x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1.json: of this run, parts 1/3, 3/3 are missing; give the files of all parts");
  }

  @Test
  void refusesAPartTwice() {
    ConformanceResult first = shard(1, 2, part(Outcome.AGREED, "a/x"));

    assertThatThrownBy(() -> whole(first, first))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1.json and 2.json are both part 1/2");
  }

  @Test
  void refusesAPartOfARunThatWasSplitOtherwise() {
    assertThatThrownBy(
            () ->
                whole(
                    shard(1, 2, part(Outcome.AGREED, "a/x")),
                    shard(2, 3, part(Outcome.AGREED, "a/y"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1.json is part 1/2 and 2.json is part 2/3: these are not parts of one run");
  }

  @Test
  void refusesAScenarioThatWasCheckedTwice() {
    assertThatThrownBy(
            () ->
                whole(
                    shard(1, 2, part(Outcome.AGREED, "a/x")),
                    shard(2, 2, part(Outcome.AGREED, "a/x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1.json and 2.json both have a/x by scan: these are not parts of one run");
  }

  @Test
  void aControlMayBeInTwoParts() {
    String control = Results.GROUNDS.control().orElseThrow();

    CheckerResult client =
        whole(
                shard(1, 2, part(Outcome.AGREED, control)),
                shard(2, 2, part(Outcome.AGREED, control)))
            .checkers()
            .get(0);

    assertThat(client.verdicts())
        .extracting(CheckResult::scenario)
        .containsExactly(BASELINE, control);
  }

  @Test
  void refusesPartsOfDifferentSelections() {
    ConformanceResult first =
        part(Outcome.AGREED, "a/x")
            .withShard(Optional.of(new Shard(1, 2).ofAll(List.of("x", "y"))));
    Shard second = new Shard(2, 2);

    assertThat(
            whole(
                    first,
                    part(Outcome.AGREED, "a/y")
                        .withShard(Optional.of(second.ofAll(List.of("y", "x")))))
                .leavesOpen())
        .isFalse();
    for (Shard other : List.of(second, second.ofAll(List.of("x", "z")))) {
      assertThatThrownBy(
              () -> whole(first, part(Outcome.AGREED, "a/y").withShard(Optional.of(other))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1.json and 2.json are parts of runs of different scenarios");
    }
  }

  /** Older files do not say of which selection they are a part. */
  @Test
  void refusesAScenarioThatIsNotInItsPart() {
    assertThatThrownBy(
            () ->
                whole(
                    shard(1, 2, part(Outcome.AGREED, "a/y")),
                    shard(2, 2, part(Outcome.AGREED, "a/x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.json has a/y, which is not in part 1/2");
  }

  @Test
  void refusesResultsOfDifferentCatalogues() {
    ConformanceResult one = part(Outcome.AGREED, "a/x");
    ConformanceResult other =
        new ConformanceResult(
            one.started(),
            one.ended(),
            List.of(new CheckedScenario("a/x", "Something else", Results.GROUNDS)),
            List.of(Results.scanner("other", Results.verdict("other", "a/x", Outcome.AGREED))));

    assertThatThrownBy(() -> whole(one, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2.json describes a/x differently")
        .hasMessageContaining("different catalogues");
  }

  @Test
  void missesACheckerThatAPartOfTheRunDoesNotHave() {
    ConformanceResult both =
        Results.of(
            Results.scanner(
                "scan",
                Results.verdict("scan", BASELINE, Outcome.AGREED),
                Results.verdict("scan", "a/y", Outcome.AGREED)),
            Results.scanner(
                "other",
                Results.verdict("other", BASELINE, Outcome.AGREED),
                Results.verdict("other", "a/y", Outcome.AGREED)));

    ConformanceResult whole = whole(shard(1, 2, part(Outcome.AGREED, "a/x")), shard(2, 2, both));

    assertThat(whole.leavesOpen()).isTrue();
    assertThat(whole.unjudged(whole.checkers().get(0))).isEmpty();
    assertThat(whole.unjudged(whole.checkers().get(1))).containsExactly("a/x");
    assertThat(Summary.headline(whole)).isEqualTo("no deviation; 1 check without a verdict");
    assertThat(JunitReport.of(whole)).contains("errors=\"1\"", "It has no verdict on a/x");
  }

  /** Each checker was run on all scenarios that it had to check. */
  @Test
  void missesNothingOfCheckersThatWereRunOnOtherScenarios() {
    ConformanceResult other =
        Results.of(
            Results.scanner(
                "other",
                Results.verdict("other", BASELINE, Outcome.AGREED),
                Results.verdict("other", "b/z", Outcome.AGREED)));

    ConformanceResult whole = whole(part(Outcome.AGREED, "a/x"), other);

    assertThat(whole.leavesOpen()).isFalse();
    assertThat(ConformanceResult.parse(whole.toJson())).isEqualTo(whole);
  }

  @Test
  void refusesPartsOfDifferentRuns() {
    ConformanceResult other =
        Results.of(
            new CheckerResult(
                "scan", "2.0", Optional.empty(), Optional.empty(), Duration.ZERO, List.of()));

    assertThatThrownBy(() -> whole(part(Outcome.AGREED, "a/x"), other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scan is version '1.0' in one file and '2.0' in another");
  }
}
