package dev.atsharness.drill.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Scenario;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A scenario that may become a server of a drill.
 *
 * @param scenario the scenario
 * @param visits the visit of each release whose behaviour is certain
 * @param violations the violations that the visits log, all together
 * @param detected the violations of the handshakes, whether a device logs them or not
 */
record ScenarioChoice(
    Scenario scenario,
    List<ExpectedVisit> visits,
    Set<Violation> violations,
    Set<Violation> detected) {

  static ScenarioChoice of(Scenario scenario, List<ClientProfile> profiles) {
    return of(scenario, profiles.stream().flatMap(p -> ExpectedVisit.of(scenario, p).stream()));
  }

  private static ScenarioChoice of(Scenario scenario, Stream<ExpectedVisit> some) {
    List<ExpectedVisit> visits = some.toList();
    Set<Violation> violations = EnumSet.noneOf(Violation.class);
    Set<Violation> detected = EnumSet.noneOf(Violation.class);
    for (ExpectedVisit visit : visits) {
      violations.addAll(visit.expected().logs());
      visit.detected().forEach(one -> detected.add(one.violation()));
    }
    return new ScenarioChoice(
        scenario,
        visits,
        Collections.unmodifiableSet(violations),
        Collections.unmodifiableSet(detected));
  }

  /** This choice with only the visits of some profiles. */
  ScenarioChoice seenBy(Set<ClientProfile> profiles) {
    return of(scenario, visits.stream().filter(one -> profiles.contains(one.profile())));
  }

  /** The visit of this device, if its behaviour is certain. */
  Optional<ExpectedVisit> visit(Device device) {
    return visits.stream().filter(one -> one.profile().equals(device.profile())).findFirst();
  }

  /** Whether one connection logs several violations. */
  boolean several() {
    return visits.stream().anyMatch(visit -> visit.expected().logs().size() > 1);
  }

  /** Whether a device stops at the chain, so that it may not log all violations. */
  boolean hidesMore() {
    return visits.stream().anyMatch(visit -> !visit.expected().mayLog().isEmpty());
  }

  /** Whether all of this number of releases connect. */
  boolean connects(int releases) {
    return visits.size() == releases && visits.stream().allMatch(ExpectedVisit::connects);
  }

  /** Whether all of this number of releases connect and log nothing. */
  boolean clean(int releases) {
    return connects(releases) && visits.stream().allMatch(ExpectedVisit::silent);
  }
}
