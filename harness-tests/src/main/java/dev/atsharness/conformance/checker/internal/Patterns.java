package dev.atsharness.conformance.checker.internal;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** Compiles the regular expressions of adapters. */
final class Patterns {

  private Patterns() {}

  /**
   * An expression in which {@linkplain SuiteLists lists of cipher suites} may be named.
   *
   * @throws IllegalArgumentException if this is not an expression in RE2's syntax, or names an
   *     unknown list; the message says so
   */
  static Pattern compile(String expression, int flags) {
    try {
      return Pattern.compile(SuiteLists.expand(expression), flags);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'" + expression + "' is not a regular expression in RE2's syntax: " + e.getDescription(),
          e);
    }
  }
}
