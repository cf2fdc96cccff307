package dev.atsharness.drill.internal;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atsharness.ats.Violation;
import dev.atsharness.drill.internal.DrillQuestion.Choice;
import dev.atsharness.drill.internal.DrillQuestion.Kind;
import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogFinding;
import dev.atsharness.log.LogReader;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.internal.SystemProcess;
import java.time.Clock;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrillsTest {

  private static final int SEEDS = 60;

  private final Drills drills = new Drills(Catalogue.builtIn());
  private final Set<String> systemProcesses =
      SystemProcess.all().stream().map(SystemProcess::name).collect(toSet());

  /** The log reader, which does not know drills, finds what the answer key says. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theLogSaysWhatTheKeySays(int level) {
    drills(level)
        .forEach(
            drill -> {
              Map<String, SortedSet<Violation>> read = new TreeMap<>();
              findings(drill)
                  .filter(finding -> systemProcesses.contains(finding.process()))
                  .forEach(
                      finding ->
                          finding
                              .violation()
                              .ifPresent(
                                  violation ->
                                      read.computeIfAbsent(finding.server(), h -> new TreeSet<>())
                                          .add(violation)));

              assertThat(read).as(name(drill)).isEqualTo(drill.violations());
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theQuestionsAskForWhatTheKeySays(int level) {
    drills(level)
        .forEach(
            drill -> {
              assertThat(drill.question("servers").answer())
                  .as(name(drill))
                  .isEqualTo(drill.violations().keySet());
              asked(drill, "violation-")
                  .forEach(
                      question ->
                          assertThat(question.answer())
                              .as(name(drill) + question.text())
                              .isEqualTo(
                                  drill.violations().get(server(question)).stream()
                                      .map(Violation::code)
                                      .collect(toSet())));
            });
  }

  /** The log reader judges each line separately. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void noiseIsWhatNamesNoServerThatMustChange(int level) {
    drills(level)
        .forEach(
            drill -> {
              DrillQuestion noise = drill.question("noise");
              for (Choice choice : noise.choices()) {
                String line = drill.lines().get(choice.line().orElseThrow() - 1);
                boolean names =
                    read(line).findings().stream()
                        .anyMatch(finding -> drill.violations().containsKey(finding.server()));

                assertThat(choice.text()).isEqualTo(line);
                assertThat(noise.answer().contains(choice.id())).as(line).isEqualTo(!names);
              }
            });
  }

  @Test
  void theFirstLevelHasOneServerWithOneViolation() {
    drills(1)
        .forEach(
            drill -> {
              assertThat(drill.violations()).hasSize(1);
              assertThat(drill.violations().values()).allMatch(codes -> codes.size() == 1);
              assertThat(exports(drill)).isEqualTo(1);
              assertThat(findings(drill)).hasSize(1);
              assertThat(kinds(drill, "servers", "noise")).containsOnly(Kind.ONE);
            });
  }

  @Test
  void theSecondLevelHasSeveralServersAndAnExemptOne() {
    drills(2)
        .forEach(
            drill -> {
              assertThat(drill.violations()).as(name(drill)).hasSize(3);
              assertThat(exports(drill)).isEqualTo(2);
              assertThat(asked(drill, "exempt-")).hasSize(1);
              assertThat(drill.question("servers").choices()).hasSize(5);
            });
  }

  @Test
  void theThirdLevelHasEveryTrap() {
    drills(3)
        .forEach(
            drill -> {
              List<LogFinding> findings = findings(drill).toList();
              assertThat(drill.violations()).as(name(drill)).hasSize(4);
              assertThat(drill.violations().values()).anyMatch(codes -> codes.size() > 1);
              assertThat(drill.violations().values())
                  .anyMatch(codes -> codes.contains(Violation.CERTIFICATE_NOT_TRUSTED));
              assertThat(exports(drill)).isEqualTo(3);
              assertThat(asked(drill, "exempt-")).hasSize(2);
              assertThat(asked(drill, "hidden")).hasSize(1);
              assertThat(asked(drill, "unknown")).hasSize(1);
              assertThat(findings).filteredOn(f -> f.violation().isEmpty()).hasSize(1);
              assertThat(findings)
                  .filteredOn(f -> !systemProcesses.contains(f.process()))
                  .isNotEmpty()
                  .noneMatch(f -> drill.violations().containsKey(f.server()));
            });
  }

  @Test
  void allThatDevicesLogComesUp() {
    Set<Violation> seen = EnumSet.noneOf(Violation.class);
    Set<String> questions = new HashSet<>();
    IntStream.rangeClosed(1, 3)
        .boxed()
        .flatMap(this::drills)
        .forEach(
            drill -> {
              drill.violations().values().forEach(seen::addAll);
              drill.questions().forEach(question -> questions.add(question.id()));
            });

    // Apple's clients of these releases do not offer old versions and small curves.
    assertThat(EnumSet.complementOf(EnumSet.copyOf(seen)))
        .containsExactlyInAnyOrder(
            Violation.TLS_VERSION_BELOW_1_2,
            Violation.ECDSA_KEY_BELOW_256,
            Violation.LEAF_CERTIFICATE_ABSENT,
            Violation.PEER_PUBLIC_KEY_NOT_SET);
    assertThat(questions).contains("refused", "exempt-scep", "exempt-content-caching", "outside");
  }

  @Test
  void aSeedMakesTheSameDrill() {
    Drills others = new Drills(Catalogue.builtIn());
    LongStream.range(0, 20)
        .forEach(seed -> assertThat(others.drill(seed, 3)).isEqualTo(drills.drill(seed, 3)));

    assertThat(drills.drill(1, 2).log()).isNotEqualTo(drills.drill(2, 2).log());
  }

  @Test
  void anAnswerIsRightIfItIsWhole() {
    DrillQuestion question = drills.drill(1, 3).question("servers");
    Set<String> part = Set.of(question.answer().iterator().next());

    assertThat(question.answer(question.answer()).right()).isTrue();
    assertThat(question.answer(part).right()).isFalse();
    assertThat(question.answer(Set.of()).right()).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> question.answer(Set.of("h.example")))
        .withMessage("question servers has no choice 'h.example'");
    assertThat(new Score(List.of(question.answer(part)), 3).sentence())
        .isEqualTo("0 of 1 right, 2 not answered");
  }

  @Test
  void thereAreThreeLevels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> drills.drill(1, 4))
        .withMessage("there is no level 4; levels are 1 to 3");
  }

  private Stream<Drill> drills(int level) {
    return LongStream.range(0, SEEDS).mapToObj(seed -> drills.drill(seed, level));
  }

  private static Stream<DrillQuestion> asked(Drill drill, String prefix) {
    return drill.questions().stream().filter(question -> question.id().startsWith(prefix));
  }

  private static Stream<Kind> kinds(Drill drill, String... but) {
    return drill.questions().stream()
        .filter(question -> !Set.of(but).contains(question.id()))
        .map(DrillQuestion::kind);
  }

  private static String server(DrillQuestion question) {
    return question.text().replaceAll(".* with (\\S+)\\?", "$1");
  }

  private static long exports(Drill drill) {
    return drill.lines().stream().filter(line -> line.startsWith("Timestamp ")).count();
  }

  private static Stream<LogFinding> findings(Drill drill) {
    return read(drill.log()).findings().stream();
  }

  private static LogExplanation read(String log) {
    LogExplanation explanation = new LogExplanation();
    new LogReader(Clock.systemUTC()).read(log).forEach(explanation);
    return explanation;
  }

  private static String name(Drill drill) {
    return "seed " + drill.seed() + ", level " + drill.level() + " ";
  }
}
