package dev.atsharness.conformance.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckedScenario;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.CheckerOutput.Connection;
import dev.atsharness.conformance.CheckerOutput.Status;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Finding;
import dev.atsharness.conformance.KnownLimitations;
import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogFinding;
import dev.atsharness.log.LogSummary;
import dev.atsharness.log.Unread;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientExpectation;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Judges a device by its log, after its visit. An endpoint's lines are those that name its host;
 * {@link DeviceConnections} says which connections in the journal are the device's. Silence is
 * judged only if the log was read whole, names a host of the harness, and it is known which
 * connections are the device's; otherwise only the endpoints that have lines are judged. The device
 * is a checker like any other, so the result is that of a run.
 */
public final class LogCheck {

  /** How far a device's clock may differ, and how long before its first event it may connect. */
  public static final Duration SLACK = Duration.ofMinutes(10);

  private static final int MAX_DOMAINS = 100;

  private static final String NAME = "device-log:";

  private final List<CheckedEndpoint> endpoints;
  private final Map<String, List<CheckedEndpoint>> byHost;
  private final String profile;
  private final String version;
  private final JournalView journal;
  private final Clock clock;

  /**
   * @param endpoints the endpoints, with their ground truth
   * @param profile the client profile whose expectation applies
   * @param version the device's release
   * @param journal the journal of the harness that served them, or {@link JournalView#NONE}
   */
  public LogCheck(
      List<CheckedEndpoint> endpoints,
      String profile,
      String version,
      JournalView journal,
      Clock clock) {
    this.endpoints = List.copyOf(endpoints);
    this.byHost =
        endpoints.stream()
            .collect(
                Collectors.groupingBy(endpoint -> LogExplanation.host(endpoint.location().host())));
    this.profile = profile;
    this.version = version;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Returns the texts that show that a log mentions these endpoints: the domains of their names.
   * See {@link dev.atsharness.log.LogReader#lookingFor}.
   */
  public static List<String> domains(List<CheckedEndpoint> endpoints) {
    return endpoints.stream()
        .map(endpoint -> LogExplanation.host(endpoint.location().host()))
        .filter(host -> host.chars().anyMatch(Character::isLetter) && host.indexOf(':') < 0)
        .map(host -> host.substring(host.indexOf('.') + 1))
        .filter(domain -> domain.indexOf('.') > 0)
        .distinct()
        .sorted()
        .limit(MAX_DOMAINS)
        .toList();
  }

  /**
   * Returns the profile with which to compare a device of unknown release. A device that enforces
   * the requirements logs errors.
   */
  public static ClientProfile profile(List<LogFinding> findings, Catalogue catalogue) {
    return findings.stream().anyMatch(found -> found.message().startsWith("Error"))
        ? catalogue.enforcing()
        : catalogue.reference();
  }

  /**
   * Judges the findings in a log.
   *
   * @throws IOException if the journal cannot be read
   */
  public ConformanceResult judge(LogSummary log, List<LogFinding> findings)
      throws IOException, InterruptedException {
    Instant started = clock.instant();
    DeviceConnections connections = connections(log, findings);
    boolean silenceCounts =
        log.unread().isEmpty()
            && (log.named() || !findings.isEmpty())
            && connections.doubt().isEmpty();
    List<CheckResult> verdicts = new ArrayList<>();
    for (CheckedEndpoint endpoint : endpoints) {
      List<LogFinding> own = own(endpoint, findings);
      if (silenceCounts || !own.isEmpty()) {
        verdicts.add(judge(endpoint, own, connections.at(endpoint)));
      }
    }
    CheckerResult all =
        new CheckerResult(
            NAME + profile,
            version,
            Optional.of(profile),
            voided(verdicts).or(() -> cannotTell(verdicts, log, findings, connections)),
            Duration.between(started, clock.instant()),
            verdicts);
    CheckerResult device =
        silenceCounts ? all : all.within(verdicts.stream().map(CheckResult::scenario).toList());
    return new ConformanceResult(
        started,
        clock.instant(),
        endpoints.stream().map(CheckedScenario::of).toList(),
        List.of(device));
  }

  /**
   * Returns a copy without the endpoints to which the device did not connect and which its log does
   * not mention.
   */
  public static ConformanceResult visited(ConformanceResult all) {
    List<CheckerResult> devices =
        all.checkers().stream()
            .map(
                device ->
                    device.withVerdicts(
                        device.verdicts().stream().filter(LogCheck::visited).toList()))
            .map(
                device ->
                    device.within(device.verdicts().stream().map(CheckResult::scenario).toList()))
            .toList();
    return all.withCheckers(devices);
  }

  private static boolean visited(CheckResult verdict) {
    Observation seen = verdict.observation();
    return !seen.report().findings().isEmpty()
        || !seen.report().output().isEmpty()
        || seen.connections().filter(lines -> !lines.isEmpty()).isPresent();
  }

  /**
   * Returns why the run is void: a device that objects to a compliant server does not trust the
   * harness, or has a fault.
   */
  private static Optional<String> voided(List<CheckResult> verdicts) {
    return verdicts.stream()
        .filter(verdict -> verdict.scenario().equals(Conformance.BASELINE))
        .filter(verdict -> !verdict.observation().report().violations().isEmpty())
        .map(
            verdict ->
                "it logged "
                    + Judge.words(verdict.observation().report().violations())
                    + " about the baseline, a compliant server; does the device trust the harness's"
                    + " root?")
        .findFirst();
  }

  /**
   * Returns why silence in the log means nothing: the log does not mention these endpoints, or was
   * not read completely. The findings in it still count.
   */
  private static Optional<String> cannotTell(
      List<CheckResult> verdicts,
      LogSummary log,
      List<LogFinding> findings,
      DeviceConnections connections) {
    boolean wrong =
        verdicts.stream()
            .anyMatch(
                verdict ->
                    verdict.deviation() && !verdict.observation().report().findings().isEmpty());
    if (wrong) {
      return Optional.empty();
    }
    if (!log.unread().isEmpty()) {
      return Optional.of(
          "cannot tell, because not all of the log was read: "
              + log.unread().stream().map(Unread::what).collect(Collectors.joining(" ")));
    }
    if (findings.isEmpty() && !log.named()) {
      return Optional.of(
          "cannot tell, because no host of this harness occurs in the log. Is it the device's log"
              + " from the time of its visit, and did the device have Apple's logging profile?");
    }
    if (connections.doubt().isPresent()) {
      return connections.doubt().map(why -> "cannot tell, because " + why);
    }
    if (!findings.isEmpty()) {
      return Optional.empty();
    }
    boolean visited =
        verdicts.isEmpty()
            || verdicts.stream()
                .map(verdict -> verdict.observation().connections())
                .anyMatch(seen -> seen.filter(List::isEmpty).isEmpty());
    return visited
        ? Optional.empty()
        : Optional.of(
            "cannot tell, because the harness's journal has no connection from the time of the log"
                + span(log)
                + ". Is it the log of the device's visit, and is the device's clock right?");
  }

  private static String span(LogSummary log) {
    return log.first()
        .flatMap(first -> log.last().map(last -> " (" + first + " to " + last + ")"))
        .orElse("");
  }

  private CheckResult judge(
      CheckedEndpoint endpoint, List<LogFinding> own, Optional<List<SeenConnection>> connections) {
    Observation seen =
        Observation.at(
            endpoint,
            report(endpoint, own, connections),
            connections,
            connections
                .flatMap(LogCheck::last)
                .map(SeenConnection::start)
                .orElseGet(clock::instant),
            Duration.ZERO);
    Judgement judgement = Judge.judge(endpoint, Optional.of(profile), KnownLimitations.NONE, seen);
    return new CheckResult(NAME + profile, endpoint.scenario(), seen, judgement);
  }

  /** Returns the findings that belong to an endpoint. */
  List<LogFinding> own(CheckedEndpoint endpoint, List<LogFinding> all) {
    return all.stream().filter(found -> isOf(found, endpoint)).toList();
  }

  /** Returns the connections that count as the device's. */
  DeviceConnections connections(LogSummary log, List<LogFinding> findings)
      throws IOException, InterruptedException {
    return DeviceConnections.of(endpoints, log, endpoint -> own(endpoint, findings), journal);
  }

  /**
   * True if a finding belongs to an endpoint. The host decides; if several endpoints share a host
   * because they only have an address, those that may log the finding, if there are any.
   */
  private boolean isOf(LogFinding found, CheckedEndpoint endpoint) {
    List<CheckedEndpoint> candidates = byHost.getOrDefault(found.server(), List.of());
    return candidates.contains(endpoint)
        && (mayLog(endpoint, found) || candidates.stream().noneMatch(some -> mayLog(some, found)));
  }

  private boolean mayLog(CheckedEndpoint endpoint, LogFinding found) {
    ClientExpectation expect = endpoint.expect().clients().get(profile);
    return expect != null
        && found.violation().stream()
            .anyMatch(v -> expect.logs().contains(v) || expect.mayLog().contains(v));
  }

  private CheckerOutput report(
      CheckedEndpoint endpoint, List<LogFinding> own, Optional<List<SeenConnection>> connections) {
    List<Finding> findings =
        own.stream()
            .flatMap(
                found ->
                    found.violation().stream()
                        .map(violation -> new Finding(violation, found.message())))
            .toList();
    boolean understood = own.stream().allMatch(found -> found.violation().isPresent());
    return new CheckerOutput(
        understood ? Status.FINISHED : Status.INCONCLUSIVE,
        findings,
        connection(endpoint, connections),
        note(own, connections),
        own.stream().map(LogFinding::message).collect(Collectors.joining("\n")));
  }

  /**
   * Returns how the last connection ended. Unknown if plain HTTP should follow a successful
   * connection: a device that refuses it makes no connection, and the journal cannot distinguish
   * this from success. Unknown too if the answer leads to another endpoint, where the device may be
   * refused.
   */
  static Optional<Connection> connection(
      CheckedEndpoint endpoint, Optional<List<SeenConnection>> connections) {
    boolean leadsOn =
        !endpoint.location().cleartext()
            && endpoint.expect().violations().contains(Violation.TLS_NOT_USED);
    return leadsOn || endpoint.location().leadsTo().isPresent()
        ? Optional.empty()
        : connections.flatMap(LogCheck::last).flatMap(SeenConnection::connection);
  }

  private static Optional<SeenConnection> last(List<SeenConnection> connections) {
    return connections.stream().reduce((earlier, later) -> later);
  }

  private static String note(List<LogFinding> own, Optional<List<SeenConnection>> connections) {
    List<String> notes = new ArrayList<>();
    own.stream()
        .filter(found -> found.violation().isEmpty())
        .forEach(found -> notes.add(LogFinding.UNRECOGNISED + ": " + found.message()));
    if (!own.isEmpty()
        && connections.filter(some -> !own.stream().allMatch(f -> met(f, some))).isPresent()) {
      notes.add("the journal has no connection at the time of a line");
    }
    return String.join("; ", notes);
  }

  /** True if there was a connection around the time of a line, as far as the line gives a time. */
  private static boolean met(LogFinding found, List<SeenConnection> connections) {
    return found.last().isEmpty()
        || connections.stream().anyMatch(contact -> DeviceConnections.at(found, contact));
  }
}
