package dev.atsharness.scenario.internal;

import java.util.regex.Pattern;

/** A pattern over ids in which {@code *} stands for any characters, the slash included. */
public final class Glob {
  private final Pattern pattern;

  public Glob(String text) {
    this.pattern = Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q"));
  }

  public boolean matches(String id) {
    return pattern.matcher(id).matches();
  }
}
