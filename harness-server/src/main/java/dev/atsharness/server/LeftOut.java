package dev.atsharness.server;

import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.ComputedTruth;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The scenarios that a harness cannot show, because its CAs have no name constraints. */
final class LeftOut {

  private LeftOut() {}

  /**
   * The ids of the scenarios whose only fault is a breach of name constraints, and of those that
   * lead to one.
   *
   * @param nameConstraints whether the CAs have name constraints
   */
  static Set<String> of(Catalogue chosen, boolean nameConstraints) {
    if (nameConstraints) {
      return Set.of();
    }
    Predicate<Scenario> faultless = one -> ComputedTruth.ofServer(one).needsNameConstraints();
    return chosen.scenarios().stream()
        .filter(faultless.or(one -> next(one, chosen).filter(faultless).isPresent()))
        .map(Scenario::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<Scenario> next(Scenario one, Catalogue chosen) {
    return one.settings().http().leadsTo().map(chosen::scenario);
  }

  /**
   * The other scenarios.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Catalogue remaining(Catalogue chosen, Set<String> leftOut) {
    if (leftOut.isEmpty()) {
      return chosen;
    }
    List<String> rest =
        chosen.scenarios().stream()
            .map(Scenario::id)
            .filter(Predicate.not(leftOut::contains))
            .toList();
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing is left to serve: without name constraints in the CAs there is no fault in "
              + String.join(", ", leftOut));
    }
    return chosen.only(rest);
  }
}
