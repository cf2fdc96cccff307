package dev.atsharness.drill.internal;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atsharness.ats.Violation;
import dev.atsharness.drill.internal.DrillQuestion.Kind;
import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogFinding;
import dev.atsharness.log.LogReader;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.internal.SystemProcess;
import java.time.Clock;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrillsTest {

  private static final int SEEDS = 60;

  private static Drills drills;
  private static Map<Integer, List<Drill>> byLevel;

  /** What the log reader says about each drill; several tests ask for it. */
  private final IdentityHashMap<Drill, LogExplanation> explained = new IdentityHashMap<>();

  private final Set<String> systemProcesses =
      SystemProcess.all().stream().map(SystemProcess::name).collect(toSet());

  @BeforeAll
  static void make() {
    drills = new Drills(Catalogue.builtIn());
    byLevel =
        IntStream.rangeClosed(1, Drills.LEVELS)
            .boxed()
            .collect(toMap(level -> level, DrillsTest::made));
  }

  private static List<Drill> made(int level) {
    return LongStream.range(0, SEEDS).mapToObj(seed -> drills.drill(seed, level)).toList();
  }

  /** The log reader, which does not know drills, finds what the answer key says. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theLogSaysWhatTheKeySays(int level) {
    drills(level)
        .forEach(
            drill -> {
              Map<String, Set<Violation>> read = new HashMap<>();
              drill
                  .violations()
                  .keySet()
                  .forEach(host -> read.put(host, EnumSet.noneOf(Violation.class)));
              findings(drill)
                  .filter(finding -> systemProcesses.contains(finding.process()))
                  .filter(finding -> read.containsKey(finding.server()))
                  .forEach(
                      finding -> finding.violation().ifPresent(read.get(finding.server())::add));

              assertThat(read).as(name(drill)).isEqualTo(drill.violations());
            });
  }

  /** Servers that need no change have violations of apps and of exempt connections at most. */
  @Test
  void whatElseTheLogReaderFindsHasAReason() {
    drills(3)
        .forEach(
            drill ->
                findings(drill)
                    .filter(finding -> !drill.violations().containsKey(finding.server()))
                    .filter(finding -> !isChanged(drill, finding.server()))
                    .filter(finding -> systemProcesses.contains(finding.process()))
                    .forEach(
                        finding ->
                            assertThat(drill.log())
                                .as(name(drill) + finding.server())
                                .contains(finding.server() + "/certsrv")));
  }

  /** Phrases that readers of the sheets did not understand, or that have two meanings. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theSheetsAreInPlainWords(int level) {
    drills(level)
        .forEach(
            drill ->
                assertThat(new DrillSheets(drill).key())
                    .as(name(drill))
                    .doesNotContain(
                        "Under a CA",
                        "falls short",
                        "It reports that first",
                        "calls itself",
                        "has no code point",
                        "demands a staple"));
  }

  /** No server of the log is left out of the key without a word. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theKeyGivesTheReasonForEachOtherServer(int level) {
    drills(level)
        .forEach(
            drill -> {
              assertThat(drill.others()).as(name(drill)).doesNotContainKeys(hosts(drill));
              String key = new DrillSheets(drill).key();
              findings(drill)
                  .map(LogFinding::server)
                  .filter(host -> !drill.violations().containsKey(host))
                  .forEach(
                      host ->
                          assertThat(key)
                              .as(name(drill))
                              .contains("| `" + host + "` | " + drill.others().get(host) + " |"));
              if (level == Drills.LEVELS) {
                String host =
                    drill.question("changed").text().replaceAll("The owner of (\\S+) .*", "$1");
                assertThat(drill.others().get(host))
                    .as(name(drill))
                    .contains("question " + drill.questions().size() + " asks about it")
                    .endsWith(drill.question("changed").reason());
              }
            });
  }

  private static String[] hosts(Drill drill) {
    return drill.violations().keySet().toArray(String[]::new);
  }

  private static boolean isChanged(Drill drill, String host) {
    return drill.question("changed").text().contains(host);
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

  @Test
  void theChoicesOfLinesAreLinesOfTheLog() {
    drills(3)
        .flatMap(
            drill ->
                drill.question("noise").choices().stream()
                    .map(
                        choice ->
                            Map.entry(
                                choice.text(), drill.lines().get(choice.line().orElseThrow() - 1))))
        .forEach(line -> assertThat(line.getKey()).isEqualTo(line.getValue()));
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
              assertThat(drill.violations().size()).as(name(drill)).isBetween(3, 5);
              assertThat(exports(drill)).isEqualTo(2);
              assertThat(asked(drill, "exempt-")).hasSize(1);
              assertThat(asked(drill, "cause")).hasSize(1);
              assertThat(drill.question("servers").choices()).hasSize(6);
            });
  }

  @Test
  void theThirdLevelHasEveryTrap() {
    drills(3)
        .forEach(
            drill -> {
              List<LogFinding> findings = findings(drill).toList();
              assertThat(drill.violations().size()).as(name(drill)).isBetween(4, 7);
              assertThat(drill.violations().values()).anyMatch(codes -> codes.size() > 1);
              assertThat(drill.violations().values())
                  .anyMatch(codes -> codes.contains(Violation.CERTIFICATE_NOT_TRUSTED));
              assertThat(exports(drill)).isEqualTo(3);
              assertThat(asked(drill, "exempt-")).hasSize(2);
              assertThat(asked(drill, "changed")).hasSize(1);
              assertThat(asked(drill, "applies")).hasSize(1);
              assertThat(findings).filteredOn(f -> f.violation().isEmpty()).hasSize(1);
              assertThat(findings)
                  .filteredOn(f -> !systemProcesses.contains(f.process()))
                  .isNotEmpty();
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
    assertThat(questions)
        .contains("outcome", "cause", "listed", "exempt-scep", "exempt-content-caching");
  }

  /** A log in a class is not taken for one of a device; its lines do not give answers away. */
  @Test
  void theHeadingSaysThatTheLogIsArtificialAndTheLinesDoNot() {
    Drill drill = drills.drill(4711, 2);

    assertThat(drill.lines().get(0))
        .startsWith("ATS harness drill 4711, level 2: artificial log. Device 1 of 2: ");
    assertThat(drill.lines().stream().filter(line -> line.contains("artificial"))).hasSize(2);
    assertThat(IntStream.rangeClosed(1, 3).boxed().flatMap(this::drills))
        .allSatisfy(one -> assertThat(one.log()).doesNotContain("simulated", "(0) [C"));
  }

  /** The remedy of Apple's article for plain HTTP is to support HTTPS. */
  @Test
  void whereSeveralTeamsCanHelpEachIsRight() {
    DrillQuestion question =
        drills(1)
            .filter(drill -> drill.violations().containsValue(Set.of(Violation.TLS_NOT_USED)))
            .findFirst()
            .orElseThrow()
            .question("team-1");

    assertThat(question.answer(Set.of("tls")).right()).isTrue();
    assertThat(question.answer(Set.of("management")).right()).isTrue();
    assertThat(question.answer(Set.of("certificates")).right()).isFalse();
    assertThat(question.answer(Set.of("tls")).marked())
        .extracting(one -> one.choice().id() + " " + one.mark().label())
        .containsExactly("tls right", "management also right");
    assertThat(question.answer(Set.of("network")).marked())
        .extracting(one -> one.choice().id() + " " + one.mark().label())
        .containsExactly(
            "tls right, but not chosen", "management right, but not chosen", "network wrong");
    assertThat(question.alternatives()).contains("One of the right choices is enough.");
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
    return byLevel.get(level).stream();
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

  private Stream<LogFinding> findings(Drill drill) {
    return explained.computeIfAbsent(drill, one -> read(one.log())).findings().stream();
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
