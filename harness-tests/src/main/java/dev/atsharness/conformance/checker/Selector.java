package dev.atsharness.conformance.checker;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Picks something out of a program's output. Immutable. */
sealed interface Selector permits ExitSelector, JsonPathSelector, RegexSelector, XPathSelector {

  /**
   * Something picked.
   *
   * @param value what it says, to be compared
   * @param evidence the same with enough around it for people to see where it stood
   */
  record Selected(String value, String evidence) {}

  /**
   * What is picked, in the order of the output.
   *
   * @throws IOException if the output does not have the format that it should have
   */
  List<Selected> select(ToolOutput output) throws IOException;

  /**
   * Whether the output has the place at which it looks, whatever stands there: without any of them
   * the output is not the one that an adapter was written for. Empty if it looks at no place in
   * particular.
   *
   * @throws IOException if the output does not have the format that it should have
   */
  default Optional<Boolean> hasPlace(ToolOutput output) throws IOException {
    return Optional.empty();
  }
}
