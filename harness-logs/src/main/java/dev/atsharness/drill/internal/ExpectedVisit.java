package dev.atsharness.drill.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.ConnectionFacts;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.ComputedTruth;
import dev.atsharness.scenario.internal.ServerSettings.Transport;
import java.util.List;
import java.util.Optional;

/**
 * The expected behaviour of devices of one release at one scenario's server, by the scenario's
 * ground truth.
 *
 * @param profile the devices' client profile
 * @param expected the ground truth
 * @param clear whether the device speaks plain HTTP
 * @param facts the negotiated parameters, if the handshake finishes
 * @param detected the violations of the handshake whether a device logs them or not, with the
 *     values that the messages quote
 */
record ExpectedVisit(
    ClientProfile profile,
    ClientExpectation expected,
    boolean clear,
    Optional<ConnectionFacts> facts,
    List<DetectedViolation> detected) {

  /**
   * The visit; empty if the ground truth leaves open what the device logs, or what was negotiated.
   */
  static Optional<ExpectedVisit> of(Scenario scenario, ClientProfile profile) {
    ClientExpectation expected = scenario.expectationFor(profile);
    boolean untrusted = expected.logs().contains(Violation.CERTIFICATE_NOT_TRUSTED);
    if (expected.connects() == Connects.UNKNOWN || !(expected.mayLog().isEmpty() || untrusted)) {
      return Optional.empty();
    }
    ComputedTruth computed = ComputedTruth.ofServer(scenario);
    ExpectedVisit visit =
        new ExpectedVisit(
            profile,
            expected,
            scenario.settings().url().scheme() == Transport.HTTP,
            computed.facts(profile),
            computed.detected(profile));
    // Of a server that breaks the protocol, nothing is known that a log could show.
    return Optional.of(visit)
        .filter(one -> one.clear() || !one.connects() || one.facts().isPresent());
  }

  /** The violations that the device writes. */
  List<DetectedViolation> logged() {
    return quoting(expected.logs());
  }

  /** The violations that it may write as well, as far as the values that they quote are known. */
  List<DetectedViolation> possible() {
    return detected.stream().filter(one -> expected.mayLog().contains(one.violation())).toList();
  }

  private List<DetectedViolation> quoting(List<Violation> violations) {
    return violations.stream().map(this::quoting).toList();
  }

  private DetectedViolation quoting(Violation violation) {
    return detected.stream()
        .filter(one -> one.violation() == violation)
        .findFirst()
        .orElseGet(() -> DetectedViolation.of(violation));
  }

  boolean silent() {
    return expected.logs().isEmpty();
  }

  /** Whether the device continues after the handshake. */
  boolean connects() {
    return expected.connects() == Connects.TRUE;
  }

  /** Whether the server answers the ClientHello with an alert. */
  boolean refusedByServer() {
    return expected.refusedBy().filter(Side.SERVER::equals).isPresent();
  }

  Ending ending() {
    if (connects()) {
      return Ending.WENT_ON;
    }
    return refusedByServer() ? Ending.SERVER_REFUSED : Ending.DEVICE_REFUSED;
  }
}
