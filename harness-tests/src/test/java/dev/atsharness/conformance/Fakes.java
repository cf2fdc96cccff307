package dev.atsharness.conformance;

import java.io.IOException;
import java.time.Duration;

/** Checkers for tests. */
public final class Fakes {

  /** What a checker does. */
  @FunctionalInterface
  public interface Check {
    CheckerOutput check(CheckedEndpoint target) throws IOException, InterruptedException;
  }

  private Fakes() {}

  /** A scanner that does this. */
  public static Checker checker(String name, Check check) {
    return checker(name, KnownLimitations.NONE, check);
  }

  /** A scanner that does this and has these limits. */
  public static Checker checker(String name, KnownLimitations limits, Check check) {
    return new Checker() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String version() {
        return "1";
      }

      @Override
      public KnownLimitations limits() {
        return limits;
      }

      @Override
      public CheckerOutput check(CheckedEndpoint target, Duration limit)
          throws IOException, InterruptedException {
        return check.check(target);
      }
    };
  }

  /** A report of exactly the fault. */
  public static CheckerOutput truth(CheckedEndpoint target) {
    return CheckerOutput.finished(
        target.expect().violations().stream().map(v -> new Finding(v, "seen")).toList());
  }
}
