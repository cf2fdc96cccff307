package dev.atsharness.conformance.checker.internal;

import com.google.re2j.Pattern;
import dev.atsharness.conformance.checker.internal.Selector.Selected;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A condition on a program's output.
 *
 * @param selector what to look for; empty if only the conditions count
 * @param matches the expression that the whole value must match
 * @param notMatches the expression that the whole value must not match
 * @param below the number below which the value must be
 * @param when further conditions, all of which must hold
 * @param unless conditions of which none may hold
 */
record Clause(
    Optional<Selector> selector,
    Optional<Pattern> matches,
    Optional<Pattern> notMatches,
    OptionalInt below,
    List<Clause> when,
    List<Clause> unless) {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  /** Returns the evidence that the clause holds; empty if it does not. */
  List<String> evidence(ToolOutput output) throws IOException {
    for (Clause clause : unless) {
      if (!clause.evidence(output).isEmpty()) {
        return List.of();
      }
    }
    List<String> conditions = new ArrayList<>();
    for (Clause clause : when) {
      List<String> found = clause.evidence(output);
      if (found.isEmpty()) {
        return List.of();
      }
      conditions.add(found.get(0));
    }
    if (selector.isEmpty()) {
      return conditions.isEmpty() ? List.of("nothing contradicts it") : conditions;
    }
    return selector.get().select(output).stream()
        .filter(this::passes)
        .map(Selected::evidence)
        .distinct()
        .toList();
  }

  /** Returns all selectors, including those of the conditions. */
  Stream<Selector> selectors() {
    return Stream.of(selector.stream(), nested(when), nested(unless)).flatMap(some -> some);
  }

  private static Stream<Selector> nested(List<Clause> clauses) {
    return clauses.stream().flatMap(Clause::selectors);
  }

  /** Returns the exit statuses that it mentions. */
  Stream<Integer> exits() {
    return Stream.concat(
        selector.stream()
            .filter(ExitSelector.class::isInstance)
            .flatMap(some -> ((ExitSelector) some).statuses().stream()),
        when.stream().flatMap(Clause::exits));
  }

  private boolean passes(Selected selected) {
    return matches.map(pattern -> pattern.matches(selected.value())).orElse(true)
        && notMatches.map(pattern -> !pattern.matches(selected.value())).orElse(true)
        && (below.isEmpty() || isBelow(selected.value(), below.getAsInt()));
  }

  private static boolean isBelow(String value, int bound) {
    return NUMBER.matches(value) && Integer.parseInt(value) < bound;
  }
}
