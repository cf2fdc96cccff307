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
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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
   * A journey with verdicts on servers alone: what may be an inspection proxy's TLS is not judged.
   *
   * @param first whose certificate the first hop has shown
   */
  record Judged(Journey journey, Inspection first) {}

  /**
   * Finds out for each hop whose certificate was seen, the server's or that of an inspection proxy,
   * and judges only what is the server's: a proxy may open the connections to one host and pass on
   * those to another.
   *
   * @param addresses where the hosts are, for the connections past the proxy
   */
  Judged judged(Journey journey, AddressBook addresses) {
    Hop first = journey.hops().get(0);
    if (!options.hasProxy()) {
      return new Judged(
          journey, Inspection.withoutProxy(seen(first), remedies.inspectionProducts()));
    }
    Map<String, Optional<Inspection.Past>> past = new HashMap<>();
    Map<Hop, Inspection> inspections = new LinkedHashMap<>();
    for (Hop hop : journey.hops()) {
      Optional<DeviceVisit> seen = seen(hop);
      inspections.put(
          hop,
          Inspection.throughProxy(
              seen,
              seen.flatMap(
                  visit ->
                      past.computeIfAbsent(
                          place(visit.url()), place -> pastTheProxy(visit, addresses))),
              options.hasCa(),
              remedies.inspectionProducts()));
    }
    return new Judged(
        journey.inspected(hop -> unjudged(hop, inspections.get(hop))), inspections.get(first));
  }

  private static Optional<DeviceVisit> seen(Hop hop) {
    return ProbeText.both(hop).stream()
        .filter(visit -> !visit.circumstances().chain().isEmpty())
        .findFirst();
  }

  private static String place(URI url) {
    return url.getHost().toLowerCase(Locale.ROOT) + ":" + AddressBook.port(url);
  }

  private static Optional<String> unjudged(Hop hop, Inspection inspection) {
    return inspection.answer() == Inspection.Answer.CANNOT_TELL && hasNoKnownRoot(hop)
        ? Optional.of(
            "the certificate leads to no installed root, and there is none to compare that was seen"
                + " without the proxy; it may be an inspection proxy's")
        : inspection.unjudged();
  }

  private static boolean hasNoKnownRoot(Hop hop) {
    return ProbeText.both(hop).stream()
        .flatMap(visit -> visit.trustFailures().stream())
        .anyMatch(failure -> failure.reason() == TrustFailure.Reason.NO_PATH_TO_ANCHOR);
  }

  /** Visits the server without the proxy, if that is possible from here. */
  private Optional<Inspection.Past> pastTheProxy(DeviceVisit through, AddressBook addresses) {
    try {
      URI url = through.url();
      InetSocketAddress address = addresses.addresses(url).get(0);
      DeviceVisit shown = past(lab).visit(url, address);
      if (shown.circumstances().chain().isEmpty()) {
        return Optional.empty();
      }
      ClientProfile as = catalogue.profile(through.profile());
      boolean applies = through.circumstances().atsApplies();
      return Optional.of(new Inspection.Past(shown, past(as).visit(url, address, applies)));
    } catch (UnknownHostException e) {
      return Optional.empty(); // only the proxy can resolve the name
    }
  }

  private SimulatedDevice past(ClientProfile as) {
    Duration time =
        PAST_THE_PROXY.compareTo(options.timeout()) < 0 ? PAST_THE_PROXY : options.timeout();
    SimulatedDevice direct = new SimulatedDevice(as, anchors, clock, time, memory);
    return identity.map(direct::withIdentity).orElse(direct);
  }
}
