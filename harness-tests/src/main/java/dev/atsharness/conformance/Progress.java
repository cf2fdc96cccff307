package dev.atsharness.conformance;

/** Hears of a run while it goes on. Called from several threads at once. */
public interface Progress {

  /** Hears nothing. */
  Progress NONE = new Progress() {};

  /** A checker starts on an endpoint. */
  default void started(String checker, String scenario) {}

  /** A checker is through with an endpoint. */
  default void judged(Verdict verdict) {}
}
