package dev.atsharness.server.proof;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A statement of a scenario about its endpoint that a tool can check.
 *
 * @param name the fact's name, one of {@link FactNames}
 * @param stated the scenario's statement, for people
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

  /** A fact for which the scenario allows several readings. */
  static Fact oneOf(String name, String stated, List<String> accepted) {
    return new Fact(name, stated, new LinkedHashSet<>(accepted));
  }

  /** This fact under another name. */
  Fact called(String other) {
    return new Fact(other, stated, accepted);
  }

  boolean agreesWith(String reading) {
    return accepted.contains(reading);
  }
}
