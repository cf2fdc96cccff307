package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.CheckerRun;
import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.Judgement;
import dev.atsharness.conformance.Verdict;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.AssertionFailedError;

/**
 * One test per checker and scenario. The run comes from the launcher session, see {@link
 * ConformanceLauncher}; where there is none, from {@link ConformanceRunResolver}'s own harness.
 */
@DisplayName("conformance")
@ExtendWith(ConformanceRunResolver.class)
public class ConformanceSuite {

  @TestFactory
  @DisplayName("checkers")
  Stream<DynamicContainer> checkers(Conformance run) {
    return run.runs().stream()
        .map(checker -> DynamicContainer.dynamicContainer(checker.name(), tests(checker)));
  }

  private static Stream<DynamicTest> tests(CheckerRun checker) {
    return checker.steps().stream()
        .map(
            step ->
                DynamicTest.dynamicTest(
                    step.name() + " by " + checker.name(), () -> verify(step.verdict())));
  }

  private static void verify(Verdict verdict) {
    Judgement judgement = verdict.judgement();
    if (verdict.deviation()) {
      throw new AssertionFailedError(
          verdict.outcome() + ": " + judgement.explanation(),
          judgement.expected(),
          judgement.actual());
    }
  }
}
