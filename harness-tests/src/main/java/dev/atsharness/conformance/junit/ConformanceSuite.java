package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.internal.CheckerRun;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One test per checker and scenario, for an IDE or Maven: the simulated device against a new
 * harness with the built-in catalogue.
 */
@DisplayName("conformance")
@ExtendWith(ConformanceRunResolver.class)
public class ConformanceSuite {

  @TestFactory
  @DisplayName("checkers")
  Stream<DynamicContainer> checkers(Conformance run) {
    return run.runs().stream()
        .map(
            checker ->
                DynamicContainer.dynamicContainer(checker.name(), tests(checker, run.result())));
  }

  private static Stream<DynamicTest> tests(CheckerRun checker, ConformanceResult result) {
    return checker.steps().stream()
        .map(
            step ->
                DynamicTest.dynamicTest(
                    step.name() + " by " + checker.name(),
                    () -> {
                      CheckResult verdict = step.verdict();
                      ResultAssertion.verify(verdict, result.scenario(verdict.scenario()));
                    }));
  }
}
