package dev.atsharness.conformance.checker;

import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.Limits;
import dev.atsharness.conformance.Report;
import dev.atsharness.conformance.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A checker under another name, to tell it from one of the same name. */
record NamedChecker(String name, Checker checker) implements Checker {

  @Override
  public String version() {
    return checker.version();
  }

  @Override
  public Optional<String> profile() {
    return checker.profile();
  }

  @Override
  public Limits limits() {
    return checker.limits();
  }

  @Override
  public boolean mostlyWaits() {
    return checker.mostlyWaits();
  }

  @Override
  public Report check(Target target, Duration limit) throws IOException, InterruptedException {
    return checker.check(target, limit);
  }
}
