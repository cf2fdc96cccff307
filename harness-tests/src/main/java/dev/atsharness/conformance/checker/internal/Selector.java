package dev.atsharness.conformance.checker.internal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Selects parts of a program's output. Immutable. */
sealed interface Selector permits ExitSelector, JsonPathSelector, RegexSelector, XPathSelector {

  /**
   * A selected part.
   *
   * @param value the value to compare
   * @param evidence the same with enough context to see where it was
   */
  record Selected(String value, String evidence) {}

  /**
   * Returns the selected parts, in the order of the output.
   *
   * @throws IOException if the output does not have the expected format
   */
  List<Selected> select(ToolOutput output) throws IOException;

  /**
   * Returns whether the output has the place that is selected from, with any content. If it has
   * none of an adapter's places, it is not the output for which the adapter was written. Empty if
   * the selector has no particular place.
   *
   * @throws IOException if the output does not have the expected format
   */
  default Optional<Boolean> hasPlace(ToolOutput output) throws IOException {
    return Optional.empty();
  }
}
