package dev.atsharness.conformance;

import java.io.IOException;
import java.time.Duration;

/** Checkers for tests. */
public final class Fakes {

  /** The behaviour of a checker. */
  @FunctionalInterface
  public interface Check {
    CheckerOutput check(CheckedEndpoint target) throws IOException, InterruptedException;
  }

  private Fakes() {}

  /** Returns a scanner with this behaviour. */
  public static Checker checker(String name, Check check) {
    return checker(name, KnownLimitations.NONE, check);
  }

  /** Returns a scanner with this behaviour and these limitations. */
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

  /** Returns an output with exactly the fault. */
  public static CheckerOutput truth(CheckedEndpoint target) {
    return CheckerOutput.finished(
        target.expect().violations().stream().map(v -> new Finding(v, "seen")).toList());
  }
}
