package dev.atsharness.conformance.checker;

import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.ForwardingChecker;

/** A checker with another name, to distinguish it from one with the same name. */
final class NamedChecker extends ForwardingChecker {

  private final String name;

  NamedChecker(String name, Checker checker) {
    super(checker);
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }
}
