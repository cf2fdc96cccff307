package dev.atsharness.conformance.internal;

import dev.atsharness.conformance.CheckResult;
import java.io.IOException;

/** Receives the progress of a run. Called by several threads at once. */
public interface Progress {

  /** A listener that does nothing. */
  Progress NONE = new Progress() {};

  /** Called when a checker starts to check an endpoint. */
  default void started(String checker, String scenario) {}

  /**
   * Called when a checker has checked an endpoint, before this is judged.
   *
   * @throws IOException if the observation cannot be stored, which ends the run
   */
  default void observed(String checker, String scenario, Observation seen) throws IOException {}

  /**
   * Called when a check has been judged.
   *
   * @throws IOException if the check result cannot be stored, which ends the run
   */
  default void judged(CheckResult verdict) throws IOException {}

  /** Returns a listener that calls both, this one first. */
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
