package dev.atsharness.conformance;

import java.io.IOException;

/** Hears of a run while it goes on. Called from several threads at once. */
public interface Progress {

  /** Hears nothing. */
  Progress NONE = new Progress() {};

  /** A checker starts on an endpoint. */
  default void started(String checker, String scenario) {}

  /**
   * A checker has come back from an endpoint, and nobody has judged it yet.
   *
   * @throws IOException if what it did cannot be kept, which ends the run
   */
  default void observed(String checker, String scenario, Observation seen) throws IOException {}

  /**
   * A checker is through with an endpoint.
   *
   * @throws IOException if the verdict cannot be kept, which ends the run
   */
  default void judged(CheckResult verdict) throws IOException {}

  /** Both hear of the run, this one first. */
  default Progress and(Progress other) {
    Progress first = this;
    return new Progress() {
      @Override
      public void started(String checker, String scenario) {
        first.started(checker, scenario);
        other.started(checker, scenario);
      }

      @Override
      public void observed(String checker, String scenario, Observation seen) throws IOException {
        first.observed(checker, scenario, seen);
        other.observed(checker, scenario, seen);
      }

      @Override
      public void judged(CheckResult verdict) throws IOException {
        first.judged(verdict);
        other.judged(verdict);
      }
    };
  }
}
