package dev.atsharness.conformance;

/**
 * A scenario that took part in a run.
 *
 * @param id its id, {@code family/name}
 * @param title what is wrong with it
 * @param grounds what its ground truth rests on
 */
public record CheckedScenario(String id, String title, Grounds grounds) {

  /** One of which nothing more is known. */
  public CheckedScenario(String id, String title) {
    this(id, title, Grounds.UNKNOWN);
  }

  /** The scenario of an endpoint. */
  public static CheckedScenario of(CheckedEndpoint target) {
    return new CheckedScenario(target.scenario(), target.description().title(), target.grounds());
  }

  /** What stands before the slash of its id. */
  public String family() {
    return id.substring(0, Math.max(0, id.indexOf('/')));
  }
}
