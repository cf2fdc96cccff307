package dev.atsharness.conformance.checker.internal;

import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.internal.ForwardingChecker;

/** A checker with another name, to distinguish it from one with the same name. */
public final class NamedChecker extends ForwardingChecker {

  private final String name;

  public NamedChecker(String name, Checker checker) {
    super(checker);
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }
}
