package dev.atsharness.conformance.checker.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.CheckerOutput.Connection;
import dev.atsharness.conformance.CheckerOutput.Status;
import dev.atsharness.conformance.Finding;
import dev.atsharness.device.internal.AddressBook;
import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.Network;
import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.device.internal.document.DocumentReader;
import dev.atsharness.device.internal.probe.Journey;
import dev.atsharness.device.internal.probe.JourneyRunner;
import dev.atsharness.device.internal.probe.JourneyRunner.Limits;
import dev.atsharness.device.internal.tls.Refusal;
import dev.atsharness.device.internal.trust.CertificateMemory;
import dev.atsharness.device.internal.trust.TrustAnchors;
import dev.atsharness.log.LogFormat;
import dev.atsharness.log.LogReader;
import dev.atsharness.log.LoggedViolation;
import dev.atsharness.scenario.ClientExpectation.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The simulated device with one client profile, as a checker. Its findings are read from the text
 * of its log, so that this text is really parsed.
 */
public final class SimulatedDeviceChecker implements Checker {

  public static final String NAME = "simulated-device";

  private final ClientProfile profile;
  private final String stated;
  private final Clock clock;
  private final CertificateMemory memory;
  private final DocumentReader documents;
  private final LogReader reader;

  /**
   * @param profile the profile that the device uses
   * @param stated the id of the profile whose ground truth applies
   */
  public SimulatedDeviceChecker(
      ClientProfile profile,
      String stated,
      Clock clock,
      CertificateMemory memory,
      DocumentReader documents) {
    this.profile = profile;
    this.stated = stated;
    this.clock = clock;
    this.memory = memory;
    this.documents = documents;
    this.reader = new LogReader(clock);
  }

  @Override
  public String name() {
    return NAME + ":" + profile.id();
  }

  @Override
  public String version() {
    return profile.release().described();
  }

  @Override
  public Optional<String> profile() {
    return Optional.of(stated);
  }

  /** True because of stalling servers and answers that never arrive. */
  @Override
  public boolean ioBound() {
    return true;
  }

  @Override
  public CheckerOutput check(CheckedEndpoint endpoint, Duration limit) throws IOException {
    SimulatedDevice device =
        new SimulatedDevice(
            profile, TrustAnchors.ofPem(endpoint.caPem(), memory), clock, limit, memory);
    URI url = endpoint.location().dedicatedUrl();
    AddressBook addresses =
        AddressBook.ofDomain(url.getHost(), InetAddress.getByName(endpoint.location().address()));
    Journey journey =
        new JourneyRunner(device, device, addresses, documents, new Limits(true, false, limit))
            .run(url, !endpoint.description().role().exempt(), next -> {});
    List<DeviceVisit> visits = journey.visits();
    if (visits.stream().anyMatch(visit -> visit.network() == Network.TIMEOUT)) {
      return CheckerOutput.timedOut("the visit's time was up");
    }
    String log = LogFormat.DEFAULT.text(journey.events());
    List<Finding> findings = findings(log);
    Optional<Refusal> refusal = visits.get(visits.size() - 1).refusal();
    return new CheckerOutput(
        Status.FINISHED,
        findings,
        findings.isEmpty() ? refusal.map(SimulatedDeviceChecker::words) : Optional.empty(),
        Optional.of(connection(visits)),
        note(visits),
        log);
  }

  private static String words(Refusal refusal) {
    return "refused by the "
        + Side.valueOf(refusal.by().name()).label()
        + refusal.alert().map(alert -> " with " + alert).orElse("");
  }

  private List<Finding> findings(String log) throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (LoggedViolation logged : reader.read(log)) {
      findings.add(
          new Finding(
              logged
                  .violation()
                  .orElseThrow(
                      () -> new IOException("a log line cannot be read: " + logged.message())),
              logged.message()));
    }
    return findings;
  }

  /**
   * Returns the first connection that failed, or the last one. If the network broke it, it is
   * unknown which side refused.
   */
  private static Connection connection(List<DeviceVisit> visits) {
    DeviceVisit decisive =
        visits.stream()
            .filter(visit -> !visit.connected())
            .findFirst()
            .orElse(visits.get(visits.size() - 1));
    Optional<Side> side = decisive.refusal().map(refusal -> Side.valueOf(refusal.by().name()));
    return new Connection(decisive.connected(), side, decisive.refusal().flatMap(Refusal::alert));
  }

  private static String note(List<DeviceVisit> visits) {
    List<String> notes = new ArrayList<>();
    for (DeviceVisit visit : visits) {
      if (visit.network() != Network.OK) {
        notes.add("network: " + visit.network());
      }
      if (!visit.trustFailures().isEmpty()) {
        notes.add("distrusts: " + visit.trustFailures());
      }
    }
    return String.join(", ", notes);
  }
}
