package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.Options;
import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.AtsHarness;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Provides tests with a {@link Conformance} run of the simulated device and the built-in catalogue.
 */
final class ConformanceRunResolver implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(ConformanceRunResolver.class);

  /** A harness that was started here, with the run against it. */
  private record OwnRun(AtsHarness harness, Conformance run) implements AutoCloseable {
    @Override
    public void close() {
      run.close();
      harness.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Conformance.class;
  }

  @Override
  public Conformance resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Store store = context.getStore(NAMESPACE);
    return store.getOrComputeIfAbsent(OwnRun.class, key -> ownRun(), OwnRun.class).run();
  }

  private static OwnRun ownRun() {
    AtsHarness harness = AtsHarness.builder().stallTime(Conformance.STALL_TIME).start();
    try {
      Clock clock = Clock.system(ZoneId.systemDefault());
      Checkers checkers = new Checkers(Catalogue.builtIn().profiles(), clock, "");
      return new OwnRun(harness, Conformance.of(harness, checkers.installed(), Options.defaults()));
    } catch (IOException | RuntimeException e) {
      harness.close();
      throw new ParameterResolutionException("the run cannot be prepared", e);
    } catch (InterruptedException e) {
      harness.close();
      Thread.currentThread().interrupt();
      throw new ParameterResolutionException("interrupted", e);
    }
  }
}
