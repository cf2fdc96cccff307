package dev.atsharness.cli;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.ClientProfile.Policy;
import dev.atsharness.cli.internal.servers.Inspection;
import dev.atsharness.device.internal.AddressBook;
import dev.atsharness.device.internal.Connections;
import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.ServerDiagnosis;
import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.device.internal.document.DocumentReader;
import dev.atsharness.device.internal.probe.AddressVisit;
import dev.atsharness.device.internal.probe.Hop;
import dev.atsharness.device.internal.probe.Journey;
import dev.atsharness.device.internal.probe.JourneyRunner;
import dev.atsharness.device.internal.probe.JourneyRunner.Limits;
import dev.atsharness.device.internal.tls.ClientIdentity;
import dev.atsharness.device.internal.trust.CertificateMemory;
import dev.atsharness.device.internal.trust.TrustAnchors;
import dev.atsharness.device.internal.trust.TrustFailure;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.internal.LeadingDocuments;
import dev.atsharness.scenario.internal.Remedies;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes the journeys of a probe. What all journeys need is read once; certificates and verified
 * signatures are remembered. May make many journeys at once.
 */
final class ServerVisitor {

  /** How long the connection past the proxy may take; often a firewall drops it. */
  private static final Duration PAST_THE_PROXY = Duration.ofSeconds(5);

  private final ProbeOptions options;
  private final Catalogue catalogue = Catalogue.builtIn();
  private final ClientProfile profile;
  private final ClientProfile lab;
  private final ClientProfile enforcing;
  private final TrustAnchors anchors;
  private final Optional<ClientIdentity> identity;
  private final Connections connections;
  private final DocumentReader documents = new DocumentReader(LeadingDocuments.builtIn());
  private final CertificateMemory memory = new CertificateMemory();
  private final Clock clock = Clock.system(ZoneId.systemDefault());
  private final Remedies remedies = Remedies.builtIn();

  /**
   * @throws UsageException if an option cannot be used
   * @throws IOException if the proxy does not answer
   */
  ServerVisitor(ProbeOptions options) throws IOException {
    this.options = options;
    this.profile = UsageException.refusing(() -> catalogue.profile(options.profileId()));
    this.lab = catalogue.profile("lab");
    this.enforcing = catalogue.enforcing();
    this.anchors = options.anchors();
    this.identity = options.identity();
    this.connections = options.connections();
  }

  ClientProfile profile() {
    return profile;
  }

  /** The profile of the newest devices that enforce the requirements. */
  ClientProfile enforcing() {
    return enforcing;
  }

  /**
   * Visits a URL and where it leads.
   *
   * @param role what the server is for; it decides whether the requirements apply
   * @param limit how long the journey may take
   * @param strict whether a connection that has begun also ends at the limit
   */
  Journey visit(
      URI url,
      Optional<Role> role,
      ProbeAddresses addresses,
      Duration limit,
      boolean strict,
      Consumer<String> progress) {
    Connections own = strict ? connections.allWithin(limit) : connections;
    ServerDiagnosis diagnosis = new ServerDiagnosis(lab, own);
    AddressBook where = options.hasProxy() ? addresses.forProxy() : addresses;
    TrustAnchors installed =
        role.filter(Role.ENROLLMENT::equals).isPresent() ? anchors.ofEnrollment() : anchors;
    SimulatedDevice device = device(profile, installed, own, diagnosis, where);
    boolean same =
        profile.enforcement().policy() == Policy.FCP
            && profile.enforcement().mode() == Mode.ENFORCE;
    SimulatedDevice strictest =
        same ? device : device(enforcing, installed, own, diagnosis, where); // decides PASS or FAIL
    JourneyRunner runner =
        new JourneyRunner(
            device,
            strictest,
            where,
            documents,
            new Limits(options.follow(), options.everyAddress(), limit));
    return runner.run(url, role.filter(Role::exempt).isEmpty(), progress);
  }

  private SimulatedDevice device(
      ClientProfile as,
      TrustAnchors installed,
      Connections own,
      ServerDiagnosis diagnosis,
      AddressBook addresses) {
    SimulatedDevice alone =
        new SimulatedDevice(as, installed, clock, own.timeout(), memory)
            .over(own)
            .diagnosing(diagnosis);
    SimulatedDevice shown = identity.map(alone::withIdentity).orElse(alone);
    return options.follow() ? shown.askingForRevocation(addresses) : shown;
  }

  /**
   * Returns whose certificate the first hop has shown: the server's or that of an inspection proxy.
   *
   * @param addresses where the host is, for the connection past the proxy
   */
  Inspection inspection(Journey journey, AddressBook addresses) {
    Hop first = journey.hops().get(0);
    Optional<DeviceVisit> seen =
        first.visits().stream()
            .map(AddressVisit::visit)
            .filter(visit -> !visit.circumstances().chain().isEmpty())
            .findFirst();
    if (!options.hasProxy()) {
      return Inspection.withoutProxy(seen, remedies.inspectionProducts());
    }
    return Inspection.throughProxy(
        seen,
        seen.flatMap(visit -> pastTheProxy(visit.url(), addresses)),
        options.hasCa(),
        remedies.inspectionProducts());
  }

  /**
   * Returns the journey with verdicts on servers alone: what may be an inspection proxy's TLS is
   * not judged.
   */
  Journey judged(Journey journey, Inspection inspection) {
    if (!options.hasProxy()) {
      return journey;
    }
    return switch (inspection.answer()) {
      case NOT_ASKED, NOT_INSPECTED -> journey;
      case INSPECTED ->
          journey.inspected(hop -> true, "the TLS is an inspection proxy's and not the server's");
      case LIKELY ->
          journey.inspected(
              hop -> true, "the TLS is probably an inspection proxy's and not the server's");
      case CANNOT_TELL ->
          journey.inspected(
              ServerVisitor::hasNoKnownRoot,
              "the certificate leads to no installed root, and there is none to compare that was"
                  + " seen without the proxy; it may be an inspection proxy's");
    };
  }

  private static boolean hasNoKnownRoot(Hop hop) {
    return ProbeText.both(hop).stream()
        .flatMap(visit -> visit.trustFailures().stream())
        .anyMatch(failure -> failure.reason() == TrustFailure.Reason.NO_PATH_TO_ANCHOR);
  }

  /** Visits the server without the proxy, if that is possible from here. */
  private Optional<DeviceVisit> pastTheProxy(URI url, AddressBook addresses) {
    try {
      Duration time =
          PAST_THE_PROXY.compareTo(options.timeout()) < 0 ? PAST_THE_PROXY : options.timeout();
      SimulatedDevice direct = new SimulatedDevice(lab, anchors, clock, time, memory);
      return Stream.of(direct.visit(url, addresses.addresses(url).get(0)))
          .filter(visit -> !visit.circumstances().chain().isEmpty())
          .findFirst();
    } catch (UnknownHostException e) {
      return Optional.empty(); // only the proxy can resolve the name
    }
  }
}
