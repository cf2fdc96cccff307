package dev.atsharness.drill.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.ConnectionFacts;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.ComputedTruth;
import java.util.List;
import java.util.Optional;

/**
 * The expected behaviour of devices of one release at one scenario's server, by the scenario's
 * ground truth.
 *
 * @param profile the devices' client profile
 * @param expected the ground truth
 * @param facts the negotiated parameters, if the handshake finishes
 * @param logged the violations that the device writes, with the values that the messages quote
 */
record ExpectedVisit(
    ClientProfile profile,
    ClientExpectation expected,
    Optional<ConnectionFacts> facts,
    List<DetectedViolation> logged) {

  /** The visit; empty if the ground truth leaves open what the device logs. */
  static Optional<ExpectedVisit> of(Scenario scenario, ClientProfile profile) {
    ClientExpectation expected = scenario.expectationFor(profile);
    boolean untrusted = expected.logs().contains(Violation.CERTIFICATE_NOT_TRUSTED);
    if (expected.connects() == Connects.UNKNOWN || !(expected.mayLog().isEmpty() || untrusted)) {
      return Optional.empty();
    }
    ComputedTruth computed = ComputedTruth.ofServer(scenario);
    List<DetectedViolation> detected = computed.detected(profile);
    return Optional.of(
        new ExpectedVisit(
            profile,
            expected,
            computed.facts(profile),
            expected.logs().stream().map(violation -> quoting(violation, detected)).toList()));
  }

  private static DetectedViolation quoting(Violation violation, List<DetectedViolation> detected) {
    return detected.stream()
        .filter(one -> one.violation() == violation)
        .findFirst()
        .orElseGet(() -> DetectedViolation.of(violation));
  }

  boolean silent() {
    return logged.isEmpty();
  }

  /** Whether the device continues after the handshake. */
  boolean connects() {
    return expected.connects() == Connects.TRUE;
  }
}
