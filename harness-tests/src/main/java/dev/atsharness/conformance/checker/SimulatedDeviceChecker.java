package dev.atsharness.conformance.checker;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.Finding;
import dev.atsharness.conformance.Report;
import dev.atsharness.conformance.Report.Connection;
import dev.atsharness.conformance.Report.Status;
import dev.atsharness.conformance.Target;
import dev.atsharness.conformance.device.CertificateMemory;
import dev.atsharness.conformance.device.DeviceVisit;
import dev.atsharness.conformance.device.LogReader;
import dev.atsharness.conformance.device.LoggedViolation;
import dev.atsharness.conformance.device.Network;
import dev.atsharness.conformance.device.SimulatedDevice;
import dev.atsharness.conformance.device.TrustAnchors;
import dev.atsharness.conformance.device.tls.Refusal;
import dev.atsharness.scenario.ClientExpectation.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The simulated device with one client profile. What it logs is read back from the text of its log,
 * so that the text really is parsed.
 */
final class SimulatedDeviceChecker implements Checker {

  static final String NAME = "simulated-device";

  private final ClientProfile profile;
  private final Clock clock;
  private final CertificateMemory memory;

  SimulatedDeviceChecker(ClientProfile profile, Clock clock, CertificateMemory memory) {
    this.profile = profile;
    this.clock = clock;
    this.memory = memory;
  }

  @Override
  public String name() {
    return NAME + ":" + profile.id();
  }

  @Override
  public String version() {
    return profile.release().label();
  }

  @Override
  public Optional<String> profile() {
    return Optional.of(profile.id());
  }

  /** For stalls, and for what never comes. */
  @Override
  public boolean mostlyWaits() {
    return true;
  }

  @Override
  public Report check(Target target, Duration limit) throws IOException {
    SimulatedDevice device =
        new SimulatedDevice(
            profile, TrustAnchors.ofPem(target.caPem(), memory), clock, limit, memory);
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByName(target.address()), target.port());
    DeviceVisit visit = device.visit(target.dedicatedUrl(), address, !target.role().exempt());
    if (visit.network() == Network.TIMEOUT) {
      return Report.timedOut("the visit's time was up");
    }
    List<Finding> findings = findings(visit);
    return new Report(
        Status.FINISHED,
        findings,
        findings.isEmpty() ? visit.refusal().map(SimulatedDeviceChecker::words) : Optional.empty(),
        Optional.of(connection(visit)),
        note(visit),
        visit.logText());
  }

  private static String words(Refusal refusal) {
    return "refused by the "
        + Side.valueOf(refusal.by().name()).label()
        + refusal.alert().map(alert -> " with " + alert).orElse("");
  }

  private List<Finding> findings(DeviceVisit visit) throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (LoggedViolation logged : new LogReader(clock).read(visit.logText())) {
      findings.add(
          new Finding(
              logged
                  .violation()
                  .orElseThrow(
                      () -> new IOException("a log line is not understood: " + logged.message())),
              logged.message()));
    }
    return findings;
  }

  /** A connection that the network broke was refused by nobody the device knows of. */
  private static Connection connection(DeviceVisit visit) {
    Optional<Side> side = visit.refusal().map(refusal -> Side.valueOf(refusal.by().name()));
    return new Connection(visit.connected(), side, visit.refusal().flatMap(Refusal::alert));
  }

  private static String note(DeviceVisit visit) {
    String network = visit.network() == Network.OK ? "" : "network: " + visit.network();
    return visit.trustFailures().isEmpty()
        ? network
        : network + (network.isEmpty() ? "" : ", ") + "distrusts: " + visit.trustFailures();
  }
}
