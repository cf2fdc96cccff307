package dev.atsharness.device.internal.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An authentication challenge (RFC 9110 section 11.6.1). One field may have several.
 *
 * @param scheme in lower case; empty for parameters before the first scheme
 * @param parameters all values of each parameter, whose name is in lower case: if a parameter
 *     occurs twice, it is unknown which value a device uses
 */
record Challenge(String scheme, Map<String, List<String>> parameters) {

  private static final String BLANKS = " \t";
  private static final String SEPARATORS = BLANKS + ",;";

  /** Returns the challenges of one field, in order. Text that cannot be a challenge is skipped. */
  static List<Challenge> of(String field) {
    return new Scan(field).challenges();
  }

  /** The scan of one field. */
  private static final class Scan {

    private final String field;
    private int at;

    Scan(String field) {
      this.field = field;
    }

    List<Challenge> challenges() {
      List<Challenge> challenges = new ArrayList<>();
      Challenge last = new Challenge("", new LinkedHashMap<>());
      for (skip(SEPARATORS); at < field.length(); skip(SEPARATORS)) {
        String name = until(SEPARATORS + "=\"").toLowerCase(Locale.ROOT);
        int end = at;
        skip(BLANKS);
        if (at < field.length() && field.charAt(at) == '=') {
          at++;
          skip(BLANKS);
          last.parameters.computeIfAbsent(name, key -> new ArrayList<>()).add(value());
        } else if (name.isEmpty()) {
          value(); // a quoted string that belongs to no parameter
        } else {
          at = end;
          last = new Challenge(name, new LinkedHashMap<>());
          challenges.add(last);
        }
      }
      return challenges;
    }

    /**
     * Reads a value with or without quotes. Servers write URLs without quotes, although a token
     * must not contain a slash.
     */
    private String value() {
      if (at == field.length() || field.charAt(at) != '"') {
        return until(BLANKS + ",\"");
      }
      StringBuilder text = new StringBuilder();
      for (at++; at < field.length() && field.charAt(at) != '"'; at++) {
        if (field.charAt(at) == '\\' && at + 1 < field.length()) {
          at++;
        }
        text.append(field.charAt(at));
      }
      at = Math.min(at + 1, field.length());
      return text.toString();
    }

    private String until(String ends) {
      int start = at;
      while (at < field.length() && ends.indexOf(field.charAt(at)) < 0) {
        at++;
      }
      return field.substring(start, at);
    }

    private void skip(String passed) {
      while (at < field.length() && passed.indexOf(field.charAt(at)) >= 0) {
        at++;
      }
    }
  }
}
