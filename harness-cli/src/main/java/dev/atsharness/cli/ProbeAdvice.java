package dev.atsharness.cli;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.DocumentUrl;
import dev.atsharness.cli.internal.servers.Inspection;
import dev.atsharness.device.internal.Cause;
import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.Doubt;
import dev.atsharness.device.internal.Network;
import dev.atsharness.device.internal.ProxyRefusal;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Advice for the owner of a probed server. Advice is based on observed causes, never on an alert,
 * so that it never recommends what is already configured.
 */
final class ProbeAdvice {

  /** A certificate that expires within this time is mentioned. */
  private static final Duration SOON = Duration.ofDays(30);

  private static final String CERTIFICATE = "certificate";

  /** The reasons for distrust that another key or signature of a certificate removes. */
  private static final Set<TrustFailure.Reason> REISSUED =
      Set.of(
          TrustFailure.Reason.KEY_TOO_SMALL,
          TrustFailure.Reason.UNSUPPORTED_KEY,
          TrustFailure.Reason.UNSUPPORTED_SIGNATURE,
          TrustFailure.Reason.WEAK_SIGNATURE_HASH);

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

  /**
   * Returns what to do about the faults of a hop, a line for each cause, or for several that one
   * change removes.
   */
  List<String> of(Hop hop) {
    List<DeviceVisit> visits = judged(hop);
    JointAdvice advice = new JointAdvice(remedies);
    violations(visits)
        .filter(violation -> violation != Violation.CERTIFICATE_NOT_TRUSTED)
        .map(rules::of)
        .forEach(
            rule ->
                advice.add(
                    rule.violation().code(),
                    Optional.of(rule.remedy().fix().id()),
                    rule.remedy().text()));
    List<TrustFailure.Reason> distrust =
        visits.stream()
            .flatMap(visit -> visit.trustFailures().stream())
            .map(TrustFailure::reason)
            .toList();
    distrust.stream()
        .map(this::ofDistrust)
        .reduce(ProbeAdvice::and)
        .ifPresent(
            text ->
                advice.add(
                    Violation.CERTIFICATE_NOT_TRUSTED.code(),
                    Optional.of(CERTIFICATE).filter(fix -> REISSUED.containsAll(distrust)),
                    text));
    visits.stream()
        .flatMap(visit -> visit.circumstances().diagnosis().causes().stream())
        .map(Cause::kind)
        .forEach(kind -> advice.add(kind.label(), remedies.fixOf(kind.label()), ofRefusal(kind)));
    visits.stream()
        .filter(ProbeAdvice::endedByNetwork)
        .forEach(
            visit ->
                visit
                    .ending()
                    .proxy()
                    .map(ProxyRefusal::kind)
                    .ifPresentOrElse(
                        kind -> advice.add(kind.label(), ofProxy(kind)),
                        () ->
                            advice.add("network " + visit.network(), ofNetwork(visit.network()))));
    Stream.concat(
            visits.stream()
                .filter(ProbeAdvice::hasNoResponse)
                .map(visit -> Trouble.Kind.NO_RESPONSE),
            hop.troubles().stream().map(Trouble::kind))
        .forEach(kind -> advice.add(kind.label(), ofTrouble(kind)));
    return advice.lines();
  }

  private static Stream<Violation> violations(List<DeviceVisit> visits) {
    return visits.stream()
        .flatMap(visit -> visit.violations().stream())
        .map(DetectedViolation::violation)
        .filter(violation -> !(violation == Violation.TLS_NOT_USED && speaksTls(visits)));
  }

  /** Returns the settings that remove the faults of a hop; none for a hop that is fine. */
  List<Fix> fixes(Hop hop) {
    List<DeviceVisit> visits = judged(hop);
    Set<Fix> fixes = new LinkedHashSet<>();
    violations(visits).forEach(violation -> fixes.add(rules.of(violation).remedy().fix()));
    causes(visits).stream()
        .flatMap(cause -> remedies.fixOf(cause.kind().label()).stream())
        .forEach(id -> fixes.add(rules.fix(id)));
    return List.copyOf(fixes);
  }

  /** Returns the visits that show something about the server. */
  private static List<DeviceVisit> judged(Hop hop) {
    return hop.isInspected() ? List.of() : ProbeText.both(hop);
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

  String ofProxy(ProxyRefusal.Kind kind) {
    return remedies.ofNetwork(kind.label()).orElseThrow();
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
