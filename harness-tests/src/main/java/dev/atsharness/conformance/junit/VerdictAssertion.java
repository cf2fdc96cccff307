package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.HostileText;
import dev.atsharness.conformance.Judgement;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Verdict;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** A verdict as a test's result: failed if it deviates, aborted if it shows nothing. */
final class VerdictAssertion {

  private VerdictAssertion() {}

  /**
   * @param title what is wrong with the scenario
   */
  static void verify(Verdict verdict, String title) {
    Judgement judgement = verdict.judgement();
    if (verdict.deviation()) {
      throw withoutTrace(
          new AssertionFailedError(
              deviation(verdict, title), judgement.expected(), judgement.actual()));
    }
    if (verdict.outcome() != Outcome.AGREED) {
      throw withoutTrace(new TestAbortedException(sentence(verdict)));
    }
  }

  /** What became of it and why, in one line. */
  static String sentence(Verdict verdict) {
    return verdict.outcome() + ": " + HostileText.escape(verdict.judgement().explanation());
  }

  /** The same, and what it is judged by. */
  static String deviation(Verdict verdict, String title) {
    return Stream.concat(
            Stream.of(sentence(verdict), "scenario: " + HostileText.escape(title)),
            verdict.details().stream().map(HostileText::escape))
        .collect(Collectors.joining("\n"));
  }

  /** What a run that means nothing breaks with. */
  static RuntimeException voidRun(String reason) {
    return withoutTrace(new IllegalStateException(reason));
  }

  /** Reports give the trace as the reason, and where in this code it was thrown is none. */
  private static <T extends Throwable> T withoutTrace(T thrown) {
    thrown.setStackTrace(new StackTraceElement[0]);
    return thrown;
  }
}
