package dev.atsharness.conformance.checker.internal;

import java.util.List;
import java.util.Set;

/** Selects the exit status if it is one of these. */
record ExitSelector(Set<Integer> statuses) implements Selector {

  @Override
  public List<Selected> select(ToolOutput output) {
    String status = String.valueOf(output.exit());
    return statuses.contains(output.exit())
        ? List.of(new Selected(status, "exit status " + status))
        : List.of();
  }
}
