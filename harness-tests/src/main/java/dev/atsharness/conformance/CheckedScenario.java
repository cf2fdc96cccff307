package dev.atsharness.conformance;

import dev.atsharness.conformance.internal.Grounds;

/**
 * A scenario that took part in a run.
 *
 * @param id its id, {@code family/name}
 * @param title what is wrong with it
 * @param grounds the basis of its ground truth
 */
public record CheckedScenario(String id, String title, Grounds grounds) {

  /** Creates a scenario without known grounds. */
  public CheckedScenario(String id, String title) {
    this(id, title, Grounds.UNKNOWN);
  }

  /** Returns the scenario of an endpoint. */
  public static CheckedScenario of(CheckedEndpoint endpoint) {
    return new CheckedScenario(
        endpoint.scenario(), endpoint.description().title(), endpoint.grounds());
  }

  /** Returns the part of the id before the slash. */
  public String family() {
    return id.substring(0, Math.max(0, id.indexOf('/')));
  }
}
