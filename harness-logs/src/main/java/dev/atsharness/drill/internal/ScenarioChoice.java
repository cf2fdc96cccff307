package dev.atsharness.drill.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Scenario;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A scenario that may become a server of a drill.
 *
 * @param scenario the scenario
 * @param visits the visit of each release whose behaviour is certain
 * @param violations the violations that the visits log, all together
 */
record ScenarioChoice(Scenario scenario, List<ExpectedVisit> visits, Set<Violation> violations) {

  static ScenarioChoice of(Scenario scenario, List<ClientProfile> profiles) {
    return of(scenario, profiles.stream().flatMap(p -> ExpectedVisit.of(scenario, p).stream()));
  }

  /** This choice with only the visits of some profiles, by id. */
  ScenarioChoice seenBy(Set<String> profiles) {
    return of(scenario, visits.stream().filter(one -> profiles.contains(one.profile().id())));
  }

  private static ScenarioChoice of(Scenario scenario, Stream<ExpectedVisit> visits) {
    List<ExpectedVisit> all = visits.toList();
    return new ScenarioChoice(
        scenario,
        all,
        all.stream()
            .flatMap(visit -> visit.expected().logs().stream())
            .collect(Collectors.toSet()));
  }

  /** Whether one connection logs several violations. */
  boolean several() {
    return visits.stream().anyMatch(visit -> visit.logged().size() > 1);
  }

  /** Whether a device stops at the chain, so that it may not log all violations. */
  boolean hidesMore() {
    return visits.stream().anyMatch(visit -> !visit.expected().mayLog().isEmpty());
  }

  /** Whether all of this number of releases connect and log nothing. */
  boolean clean(int releases) {
    return visits.size() == releases
        && visits.stream().allMatch(visit -> visit.silent() && visit.connects());
  }
}
