package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.Judgement;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Verdict;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** A verdict as a test's result: failed if it deviates, aborted if it shows nothing. */
final class VerdictAssertion {

  private VerdictAssertion() {}

  static void verify(Verdict verdict) {
    Judgement judgement = verdict.judgement();
    String message = verdict.outcome() + ": " + judgement.explanation();
    if (verdict.deviation()) {
      throw withoutTrace(
          new AssertionFailedError(
              message + "\n" + String.join("\n", verdict.details()),
              judgement.expected(),
              judgement.actual()));
    }
    if (verdict.outcome() != Outcome.AGREED) {
      throw withoutTrace(new TestAbortedException(message));
    }
  }

  /** Reports give the trace as the reason, and where in this code it was thrown is none. */
  private static <T extends Throwable> T withoutTrace(T thrown) {
    thrown.setStackTrace(new StackTraceElement[0]);
    return thrown;
  }
}
