package dev.atsharness.drill.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Platform;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A server of a drill: a scenario under a name that an organisation would give it.
 *
 * @param host its name
 * @param part what it is there for
 * @param title what kind of server it is
 * @param path where devices go there
 * @param role what it stands for
 * @param scenario what is wrong with it, or not
 * @param processes who connects to it, by platform
 * @param visits of each device whose behaviour is certain
 */
record Server(
    String host,
    Part part,
    String title,
    String path,
    Role role,
    Scenario scenario,
    Map<Platform, String> processes,
    List<ExpectedVisit> visits) {

  /** What a server is in a drill for. */
  enum Part {
    /** It has to be changed. */
    FAULTY,
    /** The requirements leave it out. */
    EXEMPT,
    /** Nothing is wrong with it. */
    CLEAN,
    /** An app's, for whose processes the requirements are not. */
    OUTSIDE
  }

  /** What the devices write about it, all together. */
  SortedSet<Violation> violations() {
    SortedSet<Violation> violations = new TreeSet<>();
    visits.forEach(visit -> visit.logged().forEach(one -> violations.add(one.violation())));
    return Collections.unmodifiableSortedSet(violations);
  }

  /** Whether a device stopped at the chain, so that it need not have written all that it saw. */
  boolean hidesMore() {
    return visits.stream().anyMatch(visit -> !visit.expected().mayLog().isEmpty());
  }
}
