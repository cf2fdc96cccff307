package dev.atsharness.conformance;

/**
 * A scenario that took part in a run.
 *
 * @param id its id, {@code family/name}
 * @param title what is wrong with it
 */
public record CheckedScenario(String id, String title) {

  /** What stands before the slash of its id. */
  public String family() {
    return id.substring(0, Math.max(0, id.indexOf('/')));
  }
}
