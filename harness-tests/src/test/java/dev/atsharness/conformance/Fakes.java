package dev.atsharness.conformance;

import java.io.IOException;
import java.time.Duration;

/** Checkers for tests. */
public final class Fakes {

  /** What a checker does. */
  @FunctionalInterface
  public interface Check {
    Report check(Target target) throws IOException, InterruptedException;
  }

  private Fakes() {}

  /** A scanner that does this. */
  public static Checker checker(String name, Check check) {
    return checker(name, Limits.NONE, check);
  }

  /** A scanner that does this and has these limits. */
  public static Checker checker(String name, Limits limits, Check check) {
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
      public Limits limits() {
        return limits;
      }

      @Override
      public Report check(Target target, Duration limit) throws IOException, InterruptedException {
        return check.check(target);
      }
    };
  }

  /** A report of exactly the fault. */
  public static Report truth(Target target) {
    return Report.finished(
        target.expect().violations().stream().map(v -> new Finding(v, "seen")).toList());
  }
}
