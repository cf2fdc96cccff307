package dev.atsharness.server.proof;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Something a scenario says about its endpoint that a tool can see.
 *
 * @param name which fact, one of {@link FactNames}
 * @param stated what the scenario says, for people
 * @param accepted the readings that agree with it
 */
record Fact(String name, String stated, Set<String> accepted) {

  Fact {
    accepted = Set.copyOf(accepted);
  }

  static Fact of(String name, String value) {
    return new Fact(name, value, Set.of(value));
  }

  static Fact of(String name, boolean value) {
    return of(name, value ? FactNames.YES : FactNames.NO);
  }

  /** A fact that the scenario leaves open within limits. */
  static Fact oneOf(String name, String stated, List<String> accepted) {
    return new Fact(name, stated, new LinkedHashSet<>(accepted));
  }

  /** The same of something else. */
  Fact called(String other) {
    return new Fact(other, stated, accepted);
  }

  boolean agreesWith(String reading) {
    return accepted.contains(reading);
  }
}
