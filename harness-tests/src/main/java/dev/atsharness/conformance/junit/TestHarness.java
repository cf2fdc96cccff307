package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.Conformance;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.yaml.internal.NearNames;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A harness that runs for tests, see {@link StartHarness}. Thread-safe. */
public final class TestHarness implements AutoCloseable {

  private final AtsHarness harness;
  private final Map<String, CheckedEndpoint> endpoints = new LinkedHashMap<>();

  private TestHarness(AtsHarness harness) {
    this.harness = harness;
    CheckedEndpoint.of(harness.manifest())
        .forEach(target -> endpoints.put(target.scenario(), target));
  }

  static TestHarness start(StartHarness settings) {
    Catalogue builtIn = Catalogue.builtIn();
    return new TestHarness(
        AtsHarness.builder()
            .catalogue(
                settings.scenarios().isEmpty()
                    ? builtIn
                    : builtIn.with(Path.of(settings.scenarios())))
            .only(settings.only())
            .stallTime(Conformance.STALL_TIME)
            .start());
  }

  /** The harness itself, with its journal and manifest. */
  public AtsHarness harness() {
    return harness;
  }

  /**
   * Returns the endpoint of this scenario, with its journal from now on.
   *
   * @throws IllegalArgumentException if it is not served; the message names the nearest ids
   */
  public TestEndpoint endpoint(String id) {
    CheckedEndpoint target = endpoints.get(id);
    if (target == null) {
      throw NearNames.unknown("endpoint", id, endpoints.keySet());
    }
    return new TestEndpoint(harness, target);
  }

  /** Returns all endpoints, in the order of the catalogue, with their journals from now on. */
  public List<TestEndpoint> endpoints() {
    return endpoints.keySet().stream().map(this::endpoint).toList();
  }

  List<CheckedEndpoint> targets() {
    return List.copyOf(endpoints.values());
  }

  @Override
  public void close() {
    harness.close();
  }
}
