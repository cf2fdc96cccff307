package dev.atsharness.conformance.internal;

import dev.atsharness.conformance.CheckedEndpoint;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The order in which a client visits endpoints: each control before what is compared with it. */
final class Controls {

  private Controls() {}

  /** Returns the endpoints in an order in which controls come first. */
  static List<CheckedEndpoint> first(List<CheckedEndpoint> endpoints) {
    Map<String, CheckedEndpoint> byId = new HashMap<>();
    endpoints.forEach(endpoint -> byId.put(endpoint.scenario(), endpoint));
    return endpoints.stream()
        .sorted(Comparator.comparingInt(endpoint -> depth(endpoint, byId)))
        .toList();
  }

  private static int depth(CheckedEndpoint endpoint, Map<String, CheckedEndpoint> byId) {
    int depth = 0;
    Optional<CheckedEndpoint> one = control(endpoint, byId);
    while (one.isPresent() && depth < byId.size()) { // a catalogue has no circle of controls
      depth++;
      one = control(one.get(), byId);
    }
    return depth;
  }

  private static Optional<CheckedEndpoint> control(
      CheckedEndpoint endpoint, Map<String, CheckedEndpoint> byId) {
    return endpoint.description().control().map(byId::get);
  }
}
