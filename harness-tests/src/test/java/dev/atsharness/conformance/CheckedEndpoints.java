package dev.atsharness.conformance;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckedEndpoint.Description;
import dev.atsharness.conformance.CheckedEndpoint.Location;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.Expectation;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario.Evidence;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Endpoints for tests; nothing listens at them. */
public final class CheckedEndpoints {

  private CheckedEndpoints() {}

  /** Returns an endpoint with an ordinary role and this fault. */
  public static CheckedEndpoint faulty(
      String scenario, List<Violation> violations, List<Violation> implied) {
    return of(
        scenario,
        Role.MDM,
        "https",
        new Expectation(
            violations,
            implied,
            Verdict.PASS,
            violations.isEmpty() ? Verdict.PASS : Verdict.FAIL,
            Map.of()));
  }

  /** Returns an endpoint without a fault. */
  public static CheckedEndpoint clean(String scenario) {
    return of(
        scenario,
        Role.MDM,
        "https",
        new Expectation(List.of(), List.of(), Verdict.PASS, Verdict.PASS, Map.of()));
  }

  /** Returns an endpoint with an expectation for one client profile. */
  public static CheckedEndpoint forClient(String scheme, String profile, ClientExpectation client) {
    return of(
        "handshake/no-ems",
        Role.MDM,
        scheme,
        new Expectation(List.of(), List.of(), Verdict.PASS, Verdict.FAIL, Map.of(profile, client)));
  }

  /** Returns an endpoint. */
  public static CheckedEndpoint of(String scenario, Role role, String scheme, Expectation expect) {
    String host = scenario.substring(scenario.indexOf('/') + 1) + ".ats-harness.test";
    return new CheckedEndpoint(
        scenario,
        new Description(
            scenario, role, Optional.empty(), "Why " + scenario + " matters.", Evidence.INFERRED),
        Location.dedicated(host, "127.0.0.1", 9443, URI.create(scheme + "://" + host + ":8443/")),
        Optional.empty(),
        expect,
        "");
  }

  /** Returns a finding for each violation. */
  public static List<Finding> findings(Violation... violations) {
    return Arrays.stream(violations).map(v -> new Finding(v, "as " + v.code())).toList();
  }
}
