package dev.atsharness.conformance;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Scenario.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Results for tests, of runs that never were. */
public final class Results {

  /** Of every scenario. */
  public static final Grounds GROUNDS =
      new Grounds(
          "It matters, <b>much</b>.",
          Optional.of(Evidence.SOURCE_READ),
          Optional.of("baseline/tls12"),
          List.of(Violation.CERTIFICATE_NOT_TRUSTED));

  private Results() {}

  /** A run of one minute, of all scenarios that have a verdict. */
  public static ConformanceResult of(CheckerResult... checkers) {
    List<CheckedScenario> scenarios =
        Arrays.stream(checkers)
            .flatMap(checker -> checker.verdicts().stream())
            .map(CheckResult::scenario)
            .distinct()
            .map(id -> new CheckedScenario(id, "The title of " + id, GROUNDS))
            .toList();
    return new ConformanceResult(
        Instant.EPOCH, Instant.EPOCH.plusSeconds(60), scenarios, List.of(checkers));
  }

  /** A scanner of version 1.0 that took five seconds. */
  public static CheckerResult scanner(String name, CheckResult... verdicts) {
    return new CheckerResult(
        name, "1.0", Optional.empty(), Optional.empty(), Duration.ofSeconds(5), List.of(verdicts));
  }

  /** A verdict without evidence. */
  public static CheckResult verdict(String checker, String scenario, Outcome outcome) {
    return verdict(checker, scenario, outcome, "It is " + outcome + ".", "");
  }

  /** A verdict whose findings, journal and output say this. */
  public static CheckResult verdict(
      String checker, String scenario, Outcome outcome, String explanation, String words) {
    List<Finding> findings =
        words.isEmpty() ? List.of() : List.of(new Finding(Violation.EMS_NOT_NEGOTIATED, words));
    return new CheckResult(
        checker,
        scenario,
        new Observation(
            CheckerOutput.finished(findings).withOutput(words),
            Optional.of(List.of("completed " + words)),
            Instant.EPOCH,
            Duration.ofSeconds(2)),
        new Judgement(
            outcome,
            outcome.deviation(),
            "what is so",
            "what it said: " + words,
            explanation,
            Set.of(),
            Set.of()));
  }
}
