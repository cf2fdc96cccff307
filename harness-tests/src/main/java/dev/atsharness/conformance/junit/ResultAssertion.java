package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckedScenario;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.internal.Judgement;
import dev.atsharness.log.internal.text.HostileText;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * Turns a check result into a test's result: failed if it deviates, aborted if it shows nothing.
 */
final class ResultAssertion {

  private ResultAssertion() {}

  /**
   * @param scenario the checked scenario
   */
  static void verify(CheckResult verdict, CheckedScenario scenario) {
    Judgement judgement = verdict.judgement();
    if (verdict.deviation()) {
      throw withoutTrace(
          new AssertionFailedError(
              deviation(verdict, scenario), judgement.expected(), judgement.actual()));
    }
    if (verdict.outcome() != Outcome.AGREED) {
      throw withoutTrace(new TestAbortedException(sentence(verdict)));
    }
  }

  /** Returns the outcome and its reason in one line. */
  static String sentence(CheckResult verdict) {
    return verdict.outcome() + ": " + HostileText.escape(verdict.judgement().explanation());
  }

  /** Returns the same, with the grounds of the judgement. */
  static String deviation(CheckResult verdict, CheckedScenario scenario) {
    return Stream.of(
            Stream.of(sentence(verdict), "scenario: " + HostileText.escape(scenario.title())),
            verdict.details().stream().map(HostileText::escape),
            scenario.grounds().lines().stream()
                .map(line -> line.name() + ": " + HostileText.escape(line.text())))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }

  /**
   * Removes the stack trace: reports show it as the reason, but the place in this code is not the
   * reason.
   */
  private static <T extends Throwable> T withoutTrace(T thrown) {
    thrown.setStackTrace(new StackTraceElement[0]);
    return thrown;
  }
}
