package dev.atsharness.scenario;

import java.util.regex.Pattern;

/** A pattern over ids in which {@code *} stands for any characters, the slash included. */
final class Glob {
  private final Pattern pattern;

  Glob(String text) {
    this.pattern = Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q"));
  }

  boolean matches(String id) {
    return pattern.matcher(id).matches();
  }
}
