package dev.atsharness.scenario.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.yaml.internal.NearNames;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What each violation code means, and how to fix it. Immutable. */
public final class Rules {
  private final Map<Violation, Rule> rules;

  Rules(List<Rule> rules) {
    this.rules =
        Collections.unmodifiableMap(
            rules.stream()
                .collect(
                    Collectors.toMap(
                        Rule::violation,
                        Function.identity(),
                        (one, other) -> one,
                        () -> new EnumMap<>(Violation.class))));
  }

  /** The rules that ship with the harness; they were validated when the harness was built. */
  public static Rules builtIn() {
    return CompiledRules.load();
  }

  /** All rules, in the order of the codes. */
  public List<Rule> all() {
    return List.copyOf(rules.values());
  }

  /**
   * The rule of the violation with this code.
   *
   * @throws IllegalArgumentException if there is none; the message names similar codes
   */
  public Rule named(String code) {
    return rules.values().stream()
        .filter(rule -> rule.violation().code().equals(code))
        .findFirst()
        .orElseThrow(
            () ->
                NearNames.unknown(
                    "violation code", code, rules.keySet().stream().map(Violation::code).toList()));
  }

  /**
   * The fix with this id.
   *
   * @throws IllegalArgumentException if no rule has it
   */
  public Fix fix(String id) {
    return rules.values().stream()
        .map(rule -> rule.remedy().fix())
        .filter(fix -> fix.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no rule has the fix '" + id + "'"));
  }

  /** The rule of this violation; there is one for each. */
  public Rule of(Violation violation) {
    return rules.get(violation);
  }
}
