package dev.atsharness.cli;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.DocumentUrl;
import dev.atsharness.cli.internal.servers.Inspection;
import dev.atsharness.device.internal.Cause;
import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.Doubt;
import dev.atsharness.device.internal.Network;
import dev.atsharness.device.internal.document.LeadingUrl;
import dev.atsharness.device.internal.probe.Hop;
import dev.atsharness.device.internal.probe.HopVerdict;
import dev.atsharness.device.internal.probe.Trouble;
import dev.atsharness.device.internal.trust.TrustFailure;
import dev.atsharness.scenario.internal.Fix;
import dev.atsharness.scenario.internal.Remedies;
import dev.atsharness.scenario.internal.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Advice for the owner of a probed server. Advice is based on observed causes, never on an alert,
 * so that it never recommends what is already configured.
 */
final class ProbeAdvice {

  /** A certificate that expires within this time is mentioned. */
  private static final Duration SOON = Duration.ofDays(30);

  private final Rules rules;
  private final Remedies remedies;
  private final boolean installedRoots;
  private final boolean knownRole;
  private final Instant now;

  /**
   * @param installedRoots whether the user specified the installed roots
   * @param knownRole whether the user specified the server's role
   * @param now the current time
   */
  ProbeAdvice(boolean installedRoots, boolean knownRole, Instant now) {
    this(Rules.builtIn(), Remedies.builtIn(), installedRoots, knownRole, now);
  }

  private ProbeAdvice(
      Rules rules, Remedies remedies, boolean installedRoots, boolean knownRole, Instant now) {
    this.rules = rules;
    this.remedies = remedies;
    this.installedRoots = installedRoots;
    this.knownRole = knownRole;
    this.now = now;
  }

  /** Returns the same advice for a server whose role is known or not. */
  ProbeAdvice knowing(boolean role) {
    return new ProbeAdvice(rules, remedies, installedRoots, role, now);
  }

  /** Returns what to do about a proxy that inspects, or may inspect, the connection. */
  List<String> inspection(Inspection inspection) {
    return switch (inspection.answer()) {
      case NOT_ASKED -> List.of();
      case NOT_INSPECTED -> List.of("No inspection proxy: " + inspection.reason() + ".");
      case CANNOT_TELL ->
          List.of("Cannot tell whether a proxy inspects: " + inspection.reason() + ".");
      case INSPECTED -> List.of("Inspected: " + inspection.reason() + ".", remedies.ofInspection());
      case LIKELY ->
          List.of(
              "Probably inspected: " + inspection.reason() + ".",
              "If so: " + remedies.ofInspection());
    };
  }

  /** Returns Apple's exceptions that may apply to a hop with a fault. */
  List<String> exceptions(Hop hop) {
    Set<String> exceptions = new LinkedHashSet<>();
    if (!knownRole && hop.verdict().answer() != HopVerdict.Answer.FINE) {
      List<DeviceVisit> visits = ProbeText.both(hop);
      visits.forEach(visit -> exceptions.addAll(RoleHint.of(visit.url())));
      visits.forEach(visit -> exceptions.addAll(RoleHint.of(visit)));
    }
    return List.copyOf(exceptions);
  }

  /** Describes the certificates that expire soon, leaf first; hostile text. */
  List<String> expiring(List<DeviceVisit> visits) {
    return visits.stream()
        .flatMap(visit -> visit.circumstances().chain().stream())
        .distinct()
        .filter(one -> one.notAfter().isAfter(now) && one.notAfter().isBefore(now.plus(SOON)))
        .map(
            one ->
                "The certificate "
                    + one.subject()
                    + " ends in "
                    + Duration.between(now, one.notAfter()).toDays()
                    + " days, at "
                    + one.notAfter()
                    + ".")
        .toList();
  }

  /**
   * Returns why visits ended in a refusal, as further handshakes have shown; the first cause of
   * each kind.
   */
  static List<Cause> causes(List<DeviceVisit> visits) {
    Map<Cause.Kind, Cause> causes = new LinkedHashMap<>();
    visits.stream()
        .flatMap(visit -> visit.circumstances().diagnosis().causes().stream())
        .forEach(cause -> causes.putIfAbsent(cause.kind(), cause));
    return List.copyOf(causes.values());
  }

  /** Describes the observations about which no source says what a device does. */
  static List<String> doubts(List<DeviceVisit> visits) {
    return visits.stream()
        .flatMap(visit -> visit.circumstances().doubts().stream())
        .map(Doubt::reason)
        .distinct()
        .toList();
  }

  /** Returns what to do about the faults of a hop, a line for each cause. */
  List<String> of(Hop hop) {
    List<DeviceVisit> visits = ProbeText.both(hop);
    Map<String, String> advice = new LinkedHashMap<>();
    visits.stream()
        .flatMap(visit -> visit.violations().stream())
        .map(DetectedViolation::violation)
        .filter(violation -> violation != Violation.CERTIFICATE_NOT_TRUSTED)
        .filter(violation -> !(violation == Violation.TLS_NOT_USED && speaksTls(visits)))
        .forEach(violation -> advice.put(violation.code(), rules.of(violation).remedy().text()));
    visits.stream()
        .flatMap(visit -> visit.trustFailures().stream())
        .map(TrustFailure::reason)
        .forEach(
            reason ->
                advice.merge(
                    Violation.CERTIFICATE_NOT_TRUSTED.code(),
                    ofDistrust(reason),
                    ProbeAdvice::and));
    visits.stream()
        .flatMap(visit -> visit.circumstances().diagnosis().causes().stream())
        .map(Cause::kind)
        .forEach(kind -> advice.put(kind.label(), ofRefusal(kind)));
    visits.stream()
        .filter(ProbeAdvice::endedByNetwork)
        .map(DeviceVisit::network)
        .forEach(network -> advice.put("network " + network, ofNetwork(network)));
    Stream.concat(
            visits.stream()
                .filter(ProbeAdvice::hasNoResponse)
                .map(visit -> Trouble.Kind.NO_RESPONSE),
            hop.troubles().stream().map(Trouble::kind))
        .forEach(kind -> advice.put(kind.label(), ofTrouble(kind)));
    return advice.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .toList();
  }

  /** Returns the settings that remove the faults of a hop; none for a hop that is fine. */
  List<Fix> fixes(Hop hop) {
    List<DeviceVisit> visits = ProbeText.both(hop);
    Set<Fix> fixes = new LinkedHashSet<>();
    visits.stream()
        .flatMap(visit -> visit.violations().stream())
        .map(DetectedViolation::violation)
        .filter(violation -> !(violation == Violation.TLS_NOT_USED && speaksTls(visits)))
        .forEach(violation -> fixes.add(rules.of(violation).remedy().fix()));
    causes(visits).stream()
        .flatMap(cause -> remedies.fixOf(cause.kind().label()).stream())
        .forEach(id -> fixes.add(rules.fix(id)));
    return List.copyOf(fixes);
  }

  /** True if the server speaks TLS, so that the rule's remedy is already in place. */
  private static boolean speaksTls(List<DeviceVisit> visits) {
    return causes(visits).stream().anyMatch(cause -> cause.kind() == Cause.Kind.HTTP_URL);
  }

  /** True if nothing is known about the server only because of the network. */
  private static boolean endedByNetwork(DeviceVisit visit) {
    return visit.network() != Network.OK
        && visit.violations().isEmpty()
        && visit.trustFailures().isEmpty()
        && visit.circumstances().doubts().isEmpty()
        && visit.circumstances().diagnosis().causes().isEmpty()
        && !visit.ending().certificateDemanded();
  }

  private static boolean hasNoResponse(DeviceVisit visit) {
    return visit.connected()
        && visit.network() == Network.OK
        && visit.httpStatus().isEmpty()
        && !visit.ending().certificateDemanded();
  }

  String ofNetwork(Network network) {
    return remedies.ofNetwork(network.label()).orElseThrow();
  }

  String ofTrouble(Trouble.Kind kind) {
    return remedies.ofJourney(kind.label()).orElseThrow();
  }

  /**
   * Describes accepted properties that are based only on inference, with the catalogue's grade of
   * the corresponding scenario.
   */
  static List<String> inferred(Hop hop) {
    return ProbeText.both(hop).stream()
        .filter(DeviceVisit::connected)
        .flatMap(visit -> visit.facts().stream())
        .flatMap(facts -> InferredFact.of(facts).stream())
        .distinct()
        .toList();
  }

  /** Describes how a device sends its request, if the probe sent a different one. */
  static List<String> notes(Hop hop) {
    return hop
        .why()
        .key()
        .flatMap(LeadingUrl::rule)
        .map(DocumentUrl::method)
        .filter(method -> !method.equals("GET") && !hop.visits().isEmpty())
        .map(
            method ->
                "A device sends "
                    + method
                    + " here, but probe sent GET: what the server answers to "
                    + method
                    + " was not seen.")
        .stream()
        .toList();
  }

  String ofRefusal(Cause.Kind kind) {
    return remedies.ofRefusal(kind.label()).orElseThrow();
  }

  /** Returns the remedy for a chain that is not trusted. */
  String ofDistrust(TrustFailure.Reason reason) {
    return remedies.ofDistrust(reason.label()).orElseThrow()
        + (reason == TrustFailure.Reason.NO_PATH_TO_ANCHOR && !installedRoots
            ? " For a private CA use --ca FILE."
            : "");
  }

  private static String and(String one, String other) {
    return one.contains(other) ? one : one + " " + other;
  }
}
