package dev.atsharness.conformance;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.internal.Grounds;
import dev.atsharness.conformance.internal.Judgement;
import dev.atsharness.conformance.internal.Observation;
import dev.atsharness.scenario.Scenario.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Invented results for tests. */
public final class Results {

  /** The grounds of every scenario. */
  public static final Grounds GROUNDS =
      new Grounds(
          "It matters, <b>much</b>.",
          Optional.of(Evidence.SOURCE_READ),
          Optional.of("baseline/tls12"),
          List.of(Violation.CERTIFICATE_NOT_TRUSTED));

  private Results() {}

  /** Returns the result of a run of one minute, with all scenarios that have a check result. */
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

  /** Returns the result of a scanner of version 1.0 that took five seconds. */
  public static CheckerResult scanner(String name, CheckResult... verdicts) {
    return new CheckerResult(
        name, "1.0", Optional.empty(), Optional.empty(), Duration.ofSeconds(5), List.of(verdicts));
  }

  /** Returns a check result without evidence. */
  public static CheckResult verdict(String checker, String scenario, Outcome outcome) {
    return verdict(checker, scenario, outcome, "It is " + outcome + ".", "");
  }

  /** Returns a check result with this text in its findings, journal and output. */
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
