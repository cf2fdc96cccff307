package dev.atsharness.cli.internal.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.cli.internal.bench.Figure.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Figures, their goals, and what is made of them. */
class FigureTest {

  private static final Figure READY =
      Figure.of("ready", "ms", Samples.of(700, 500, 600)).goal(Goal.atMost(600));
  private static final Figure SLOW = READY.goal(Goal.atMost(599));
  private static final Figure ABSENT =
      Figure.notMeasured("memory", "this system has no /proc").goal(Goal.atMost(256));

  @ParameterizedTest
  @CsvSource({
    "1.4, true, 1.4, true",
    "1.4, true, 1.41, false",
    "0.9, false, 0.9, true",
    "0.9, false, 0.89, false"
  })
  void aGoalIncludesItsLimit(double limit, boolean most, double value, boolean met) {
    assertThat(new Goal(limit, most).isMetBy(value)).isEqualTo(met);
  }

  @Test
  void theMedianIsJudged() {
    assertThat(READY.verdict()).isEqualTo(Verdict.MET);
    assertThat(READY.line(6)).isEqualTo("ready     600 ms (500 to 700), goal at most 600: met");
    assertThat(SLOW.verdict()).isEqualTo(Verdict.MISSED);
    assertThat(SLOW.line(6)).endsWith("goal at most 599: missed");
  }

  @Test
  void besideNginxTheMedianOfTheRatiosIsJudged() {
    Figure cpu =
        Figure.of("cpu", "ms", Samples.of(1, 2, 1.2))
            .beside(Samples.of(0.5, 2, 0.5))
            .goal(Goal.atMost(1.4));

    assertThat(cpu.verdict()).isEqualTo(Verdict.MISSED);
    assertThat(cpu.line(0))
        .isEqualTo("cpu   1.20 ms, nginx 0.50 ms, ratio 2 (1 to 2.40), goal at most 1.40: missed");
  }

  @Test
  void aRoundThatIsAbsentIsNotComparedWithAnother() {
    assertThatThrownBy(() -> Samples.of(1, 2).dividedBy(Samples.of(1)))
        .hasMessage("2 and 1 rounds");
  }

  @Test
  void whatWasNotMeasuredIsNeitherMetNorMissed() {
    assertThat(ABSENT.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(ABSENT.line(6))
        .isEqualTo("memory goal at most 256: cannot tell, because this system has no /proc");
  }

  @Test
  void aValueThatCannotBeComparedIsShownWithoutAVerdict() {
    Figure alone = READY.notJudged("nginx is not installed");

    assertThat(alone.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(alone.line(0))
        .endsWith(
            "600 ms (500 to 700), goal at most 600: cannot tell, because nginx is not installed");
  }

  @Test
  void aFigureWithoutAGoalSaysSo() {
    assertThat(Figure.of("start", "ms", Samples.of(4)).line(0))
        .isEqualTo("start      4 ms, no goal");
  }

  @Test
  void aMissedGoalTakesPrecedenceOverWhatIsNotKnown() {
    assertThat(status(READY)).isZero();
    assertThat(status(READY, ABSENT)).isEqualTo(3);
    assertThat(status(ABSENT, SLOW, READY)).isEqualTo(1);
    assertThat(status(Figure.of("start", "ms", Samples.of(4)))).isZero();
  }

  @Test
  void aGoalThatIsMissedBesideOtherWorkIsNotKnown() {
    Measurements busy = new Measurements("Speed", 3, BenchOptions.otherWork(2.1, 2));
    busy.add(READY);
    assertThat(busy.exitStatus()).isZero();

    busy.add(SLOW);
    StringWriter out = new StringWriter();
    busy.print(new PrintWriter(out, true));

    assertThat(busy.exitStatus()).isEqualTo(3);
    assertThat(out.toString())
        .contains(
            "goal at most 599: cannot tell, because this computer had other work: a load average"
                + " of 2.10 on 2 processors");
  }

  @Test
  void aLoadThatIsNotKnownIsNoOtherWork() {
    assertThat(BenchOptions.otherWork(-1, 2)).isEmpty();
    assertThat(BenchOptions.otherWork(2, 2)).isEmpty();
  }

  @Test
  void theJsonHasTheSameVerdicts() {
    Measurements measured = measurements(READY, ABSENT, SLOW.beside(Samples.of(350, 250, 300)));
    measured.note("other work");
    JsonNode json = JsonMapper.shared().readTree(measured.toJson());

    assertThat(json.at("/rounds").asInt()).isEqualTo(3);
    assertThat(json.at("/figures/0/median").asDouble()).isEqualTo(600);
    assertThat(json.at("/figures/0/goal/atMost").asDouble()).isEqualTo(600);
    assertThat(json.at("/figures/0/verdict").asString()).isEqualTo("met");
    assertThat(json.at("/figures/1/verdict").asString()).isEqualTo("cannot-tell");
    assertThat(json.at("/figures/1/because").asString()).isEqualTo("this system has no /proc");
    assertThat(json.at("/figures/2/ratio").asDouble()).isEqualTo(2);
    assertThat(json.at("/notes/0").asString()).isEqualTo("other work");
  }

  @Test
  void programsAreARowEach() {
    TimedRuns loop = runs("loop", 2, 4, 3);
    Measurements measured = measurements(READY);
    measured.add(loop);
    StringWriter out = new StringWriter();
    measured.print(new PrintWriter(out, true));

    assertThat(out.toString().lines())
        .containsExactly(
            "Speed, medians of 3 rounds",
            "",
            "        wall s    cpu s",
            "loop      3.00     1.50",
            "",
            "ready    600 ms (500 to 700), goal at most 600: met");
  }

  @Test
  void theStartOfACheckIsNotItsCost() {
    CheckBench.Kind kind =
        new CheckBench.Kind(runs("start", 1, 1, 1), runs("check", 3.4, 3.5, 3.3));

    assertThat(kind.besideThe(runs("loop", 2, 2, 2)).line(0))
        .isEqualTo(
            "check without start-up   1.20 times the loop (1.15 to 1.25), goal at most 1.20: met");
  }

  @Test
  void aStartThatTookAsLongAsTheWholeLeavesTheCostOpen() {
    CheckBench.Kind kind = new CheckBench.Kind(runs("start", 1, 4), runs("check", 3, 3));

    assertThat(kind.besideThe(runs("loop", 2, 2)).verdict()).isEqualTo(Verdict.CANNOT_TELL);
  }

  @ParameterizedTest
  @CsvSource({
    "20000, 2147483648, goal at least 0.90: missed",
    "200, 2147483648, goal at least 0.50: met",
    "2000, 2147483648, no goal",
    "200, 5242880, 'goal at least 0.50: cannot tell, because the log is shorter than 1 GiB'"
  })
  void theSpeedOfALogIsJudgedByItsDensity(int linesPerViolation, long size, String said) {
    TimedRuns ours = runs("log explain", 2, 2, 2);
    List<Figure> figures =
        LogBench.compare(ours, runs("grep", 1.2, 1.2, 1.2), linesPerViolation, size);

    assertThat(figures.get(0).line(0)).contains("0.60 times as fast as grep").contains(said);
  }

  private static TimedRuns runs(String name, double... wallSeconds) {
    TimedRuns runs = new TimedRuns(name);
    for (double wall : wallSeconds) {
      runs.add(new TimedProcess(0, wall, wall / 2, OptionalLong.empty()));
    }
    return runs;
  }

  private static int status(Figure... figures) {
    return measurements(figures).exitStatus();
  }

  private static Measurements measurements(Figure... figures) {
    Measurements measured = new Measurements("Speed", 3, "");
    List.of(figures).forEach(measured::add);
    return measured;
  }
}
