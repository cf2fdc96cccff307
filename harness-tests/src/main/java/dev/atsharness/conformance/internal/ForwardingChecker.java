package dev.atsharness.conformance.internal;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.KnownLimitations;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A checker that forwards all calls to another one; a subclass overrides some. */
public abstract class ForwardingChecker implements Checker {

  private final Checker checker;

  protected ForwardingChecker(Checker checker) {
    this.checker = checker;
  }

  @Override
  public String name() {
    return checker.name();
  }

  @Override
  public String version() {
    return checker.version();
  }

  @Override
  public Optional<String> profile() {
    return checker.profile();
  }

  @Override
  public boolean client() {
    return checker.client();
  }

  @Override
  public KnownLimitations limits() {
    return checker.limits();
  }

  @Override
  public boolean ioBound() {
    return checker.ioBound();
  }

  @Override
  public CheckerOutput check(CheckedEndpoint endpoint, Duration limit)
      throws IOException, InterruptedException {
    return checker.check(endpoint, limit);
  }
}
