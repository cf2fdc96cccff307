package dev.atsharness.conformance.checker.internal;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * Selects the matches of a regular expression, or of its first group if it has one; {@code ^} and
 * {@code $} match at line ends. RE2's time is linear for every output.
 */
record RegexSelector(Pattern pattern) implements Selector {

  /**
   * @throws IllegalArgumentException if this is not an expression in RE2's syntax
   */
  static RegexSelector of(String expression) {
    return new RegexSelector(Patterns.compile(expression, Pattern.MULTILINE));
  }

  @Override
  public List<Selected> select(ToolOutput output) {
    List<Selected> all = new ArrayList<>();
    String text = output.text();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      String value = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
      all.add(
          new Selected(value == null ? "" : value, lines(text, matcher.start(), matcher.end())));
    }
    return all;
  }

  /** Returns the lines that contain the match. */
  private static String lines(String text, int start, int end) {
    int from = text.lastIndexOf('\n', Math.max(start - 1, 0)) + 1;
    int to = text.indexOf('\n', Math.max(start, end - 1));
    return text.substring(Math.min(from, start), to < 0 ? text.length() : to).strip();
  }
}
