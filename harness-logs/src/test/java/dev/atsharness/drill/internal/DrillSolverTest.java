package dev.atsharness.drill.internal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.solver.SheetSolver;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many drills: an independent solver agrees with each key, and no answer can be guessed. */
class DrillSolverTest {

  private static final int SEEDS = 500;

  /** The share that the most frequent answer to a question may have. */
  private static final double MOST = 0.8;

  private static List<Drill> drills;

  @BeforeAll
  static void make() {
    Drills all = new Drills(Catalogue.builtIn());
    drills =
        LongStream.range(0, (long) SEEDS * Drills.LEVELS)
            .parallel()
            .mapToObj(i -> all.drill(1 + i / Drills.LEVELS, 1 + (int) (i % Drills.LEVELS)))
            .toList();
  }

  @Test
  void anIndependentSolverAgreesWithEveryKey() {
    assertThat(drills).hasSize(SEEDS * Drills.LEVELS);
    assertThat(drills.parallelStream().flatMap(DrillSolverTest::disagreements)).isEmpty();
  }

  private static Stream<String> disagreements(Drill drill) {
    SheetSolver solver = new SheetSolver(drill.log());
    return drill.questions().stream()
        .map(
            question -> {
              Set<Set<String>> solved =
                  solver.answer(question.text(), DrillSolverTest.choices(question));
              return solved.equals(new HashSet<>(question.needs()))
                  ? ""
                  : String.format(
                      Locale.ROOT,
                      "seed %d, level %d: %s%n  solver: %s%n  key: %s%n",
                      drill.seed(),
                      drill.level(),
                      question.text(),
                      solved,
                      question.needs());
            })
        .filter(disagreement -> !disagreement.isEmpty());
  }

  private static List<SheetSolver.Choice> choices(DrillQuestion question) {
    return question.choices().stream()
        .map(one -> new SheetSolver.Choice(one.id(), one.line().orElse(0)))
        .toList();
  }

  @Test
  void theSolverSharesNothingWithTheProduct() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.atsharness.drill..",
            "dev.atsharness.log..",
            "dev.atsharness.ats..",
            "dev.atsharness.scenario..",
            "dev.atsharness.tls..")
        .check(new ClassFileImporter().importPackages("dev.atsharness.solver"));
  }

  /** By the answer itself, and by the places of the right choices. */
  @Test
  void noAnswerCanBeLearnedByHeart() {
    frequencies(question -> question.answer().stream().sorted().toList().toString())
        .forEach(DrillSolverTest::assertVaried);
    frequencies(DrillSolverTest::places).forEach(DrillSolverTest::assertVaried);
  }

  private static void assertVaried(String question, Map<String, Integer> answers) {
    int all = answers.values().stream().mapToInt(Integer::intValue).sum();
    Map.Entry<String, Integer> most =
        answers.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    assertThat((double) most.getValue() / all)
        .as("%s, %d times: %s", question, all, most.getKey())
        .isLessThanOrEqualTo(MOST);
  }

  /** How often each question of each level has each answer; "violation-1" is "violation". */
  private static Map<String, Map<String, Integer>> frequencies(
      Function<DrillQuestion, String> answer) {
    Map<String, Map<String, Integer>> frequencies = new TreeMap<>();
    for (Drill drill : drills) {
      for (DrillQuestion question : drill.questions()) {
        String kind = question.id().replaceAll("-\\d+$", "");
        for (String name : List.of(kind, kind + " of level " + drill.level())) {
          frequencies
              .computeIfAbsent(name, any -> new HashMap<>())
              .merge(answer.apply(question), 1, Integer::sum);
        }
      }
    }
    return frequencies;
  }

  private static String places(DrillQuestion question) {
    return IntStream.range(0, question.choices().size())
        .filter(i -> question.answer().contains(question.choices().get(i).id()))
        .boxed()
        .toList()
        .toString();
  }
}
