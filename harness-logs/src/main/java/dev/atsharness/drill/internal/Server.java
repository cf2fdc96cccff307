package dev.atsharness.drill.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.Platform;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A server of a drill: a scenario under a name that an organisation would give it.
 *
 * @param host its name
 * @param part its purpose in the drill
 * @param title the kind of server
 * @param path the path that devices request
 * @param role the role that it has
 * @param scenario the scenario with its fault, if any
 * @param processes the processes that connect to it, by platform
 * @param visits the visit of each device whose behaviour is certain
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

  /** The purpose of a server in a drill. */
  enum Part {
    /** It has to be changed. */
    FAULTY,
    /** It is exempt from the requirements. */
    EXEMPT,
    /** It has no fault. */
    CLEAN,
    /** It is an app's server, and the requirements do not cover the app's process. */
    OUTSIDE
  }

  /** The violations that the devices log about it, all together. */
  SortedSet<Violation> violations() {
    SortedSet<Violation> violations = new TreeSet<>();
    visits.forEach(visit -> visit.logged().forEach(one -> violations.add(one.violation())));
    return Collections.unmodifiableSortedSet(violations);
  }

  /** Whether a device stopped at the chain, so that it may not have logged all violations. */
  boolean hidesMore() {
    return visits.stream().anyMatch(visit -> !visit.expected().mayLog().isEmpty());
  }
}
