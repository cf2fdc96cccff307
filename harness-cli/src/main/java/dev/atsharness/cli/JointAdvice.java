package dev.atsharness.cli;

import dev.atsharness.scenario.internal.Remedies;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Remedies by their fault; those that one change makes unnecessary become one. */
final class JointAdvice {

  private final Remedies remedies;
  private final Map<String, Remedy> byFault = new LinkedHashMap<>();

  /** What to do about one fault, and the id of the fix that removes it. */
  private record Remedy(Optional<String> fix, String text) {}

  JointAdvice(Remedies remedies) {
    this.remedies = remedies;
  }

  void add(String fault, String text) {
    add(fault, Optional.empty(), text);
  }

  void add(String fault, Optional<String> fix, String text) {
    byFault.putIfAbsent(fault, new Remedy(fix, text));
  }

  /** Returns a line for each remedy: the faults that it removes, and what to do. */
  List<String> lines() {
    Map<String, Set<String>> faults = new LinkedHashMap<>();
    byFault.forEach(
        (fault, remedy) ->
            faults.computeIfAbsent(joint(remedy), text -> new LinkedHashSet<>()).add(fault));
    return faults.entrySet().stream()
        .map(entry -> String.join(", ", entry.getValue()) + ": " + entry.getKey())
        .toList();
  }

  /** Returns the remedy for all faults of the same kind; the fault's own if it is alone. */
  private String joint(Remedy remedy) {
    if (remedy.fix().isEmpty()) {
      return remedy.text();
    }
    List<String> ids =
        byFault.values().stream()
            .flatMap(one -> one.fix().stream())
            .filter(fix -> together(fix, remedy.fix().get()))
            .toList();
    return ids.size() == 1
        ? remedy.text()
        : remedies.joint(ids.stream().collect(Collectors.toSet())).orElse(remedy.text());
  }

  private static boolean together(String fix, String other) {
    return fix.equals(other) || (Remedies.isTlsSetting(fix) && Remedies.isTlsSetting(other));
  }
}
