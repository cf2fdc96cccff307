package dev.atsharness.conformance.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.device.internal.AddressBook;
import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.device.internal.document.DocumentReader;
import dev.atsharness.device.internal.probe.Journey;
import dev.atsharness.device.internal.probe.JourneyRunner;
import dev.atsharness.device.internal.probe.JourneyRunner.Limits;
import dev.atsharness.device.internal.tls.Stage;
import dev.atsharness.device.internal.trust.TrustAnchors;
import dev.atsharness.log.LogEvent;
import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogFormat;
import dev.atsharness.log.LogReader;
import dev.atsharness.log.LogSummary;
import dev.atsharness.log.LogWriter;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.internal.DeviceEvidence;
import dev.atsharness.scenario.internal.LeadingDocuments;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.scenario.internal.TestedDevice;
import dev.atsharness.server.AtsHarness;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole loop: endpoints, a device that visits them all, its log in every format, and the check
 * results.
 */
class LogCheckIT {

  private static final Clock CLOCK = Clock.system(ZoneId.of("Asia/Kolkata"));

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final LogReader reader = new LogReader(CLOCK);

  private AtsHarness harness;
  private List<CheckedEndpoint> targets;
  private ClientProfile profile;
  private JournalView journal;

  @ParameterizedTest
  @ValueSource(strings = {"ios-26.4-system", "ios-26.5-system", "ios-27-system"})
  void aLogInEveryFormatAgreesAndEachLineCounts(String id) throws Exception {
    profile = Catalogue.builtIn().profile(id);
    try (AtsHarness running =
        AtsHarness.builder().stallTime(Conformance.STALL_TIME).journalCapacity(4000).start()) {
      harness = running;
      targets = CheckedEndpoint.of(running.manifest());
      String unvisited = "handshake/no-ems";
      List<LogEvent> events = visits(target -> !target.scenario().equals(unvisited));
      journal = frozen();

      Map<String, Outcome> partly = check(LogFormat.DEFAULT, events);
      assertThat(partly.remove(unvisited)).isEqualTo(Outcome.NO_CONTACT);
      assertThat(partly.values()).doesNotContain(Outcome.NO_CONTACT);

      events.addAll(visits(target -> target.scenario().equals(unvisited)));
      journal = frozen();
      Map<String, Outcome> whole = check(LogFormat.DEFAULT, events);
      for (LogFormat format : LogFormat.values()) {
        assertThat(deviations(format, events)).as(format.name()).isEmpty();
      }
      itsContributionAgreesAndNamesNothing(events);
      eachLineCounts(events, whole);
    }
  }

  /**
   * What the simulated device showed is no evidence, but has the form of it: it agrees with the
   * catalogue, because the device was not found to deviate from it, and it has no name and no
   * address.
   */
  private void itsContributionAgreesAndNamesNothing(List<LogEvent> events)
      throws IOException, InterruptedException {
    LogExplanation explanation = new LogExplanation();
    LogSummary summary = read(LogFormat.DEFAULT, events, explanation);
    DeviceContribution shown =
        DeviceContribution.of(logCheck(), targets, summary, explanation.findings());
    String text =
        DeviceEvidence.text(
            new TestedDevice(
                "iOS",
                profile.release().label(),
                Optional.empty(),
                Optional.empty(),
                "2026-12-01",
                "log-show"),
            shown.results());

    assertThat(shown.results()).hasSizeGreaterThan(150);
    assertThat(DeviceEvidence.check(text, "result.yaml", Catalogue.builtIn())).isEmpty();
    assertThat(text).doesNotContain(".ats-harness.test", "127.0.0.1", "(removed)");
  }

  /** A snapshot of the journal, because hundreds of checks read the same. */
  private JournalView frozen() {
    LocalJournal live = new LocalJournal(harness);
    Map<String, Optional<List<SeenConnection>>> connections = new LinkedHashMap<>();
    targets.forEach(
        target -> connections.put(target.scenario(), live.connections(target.scenario())));
    return new JournalView() {
      @Override
      public long mark() {
        return live.mark();
      }

      @Override
      public Optional<List<SeenConnection>> connections(
          String scenario, long mark, Predicate<SeenConnection> awaited, Duration patience)
          throws InterruptedException {
        return live.connections(scenario, mark, awaited, patience);
      }

      @Override
      public Optional<List<SeenConnection>> connections(String scenario) {
        return connections.get(scenario);
      }
    };
  }

  private void eachLineCounts(List<LogEvent> events, Map<String, Outcome> whole)
      throws IOException, InterruptedException {
    LogWriter writer = new LogWriter(CLOCK, Releases.builtIn().named("27.0"), "mdmd");
    for (int i = 0; i < events.size(); i++) {
      String scenario = scenario(events.get(i));
      if (ownHost(scenario) && required(scenario, events.get(i))) {
        changesOnly(scenario, whole, edited(events, i, List::remove), Outcome.MISSED);
        changesOnly(
            scenario,
            whole,
            edited(events, i, (list, at) -> list.set(at, unknownWords(list.get(at)))),
            Outcome.INCONCLUSIVE);
      }
    }
    DetectedViolation strange = DetectedViolation.of(Violation.PEER_PUBLIC_KEY_NOT_SET);
    for (CheckedEndpoint target : targets) {
      if (ownHost(target.scenario())) {
        List<LogEvent> more = new ArrayList<>(events);
        more.add(writer.event(strange, target.location().host().toUpperCase(Locale.ROOT) + "."));
        changesOnly(target.scenario(), whole, more, Outcome.FALSE_ALARM);
      }
    }
  }

  private void changesOnly(
      String scenario, Map<String, Outcome> whole, List<LogEvent> events, Outcome becomes)
      throws IOException, InterruptedException {
    Map<String, Outcome> expected = new LinkedHashMap<>(whole);
    expected.put(scenario, becomes);
    assertThat(check(LogFormat.NDJSON, events)).as(scenario).isEqualTo(expected);
  }

  private interface Edit {
    void apply(List<LogEvent> events, int at);
  }

  private static List<LogEvent> edited(List<LogEvent> events, int at, Edit edit) {
    List<LogEvent> copy = new ArrayList<>(events);
    edit.apply(copy, at);
    return copy;
  }

  private static LogEvent unknownWords(LogEvent event) {
    return new LogEvent(
        event.timestamp(),
        event.level(),
        event.process(),
        event.pid(),
        event.sender(),
        event.subsystem(),
        event.category(),
        event.message().replaceFirst("(?i)(violation\\]: ).* (for|by) server", "$1Moon $2 server"));
  }

  private String scenario(LogEvent event) {
    String host = event.message().substring(event.message().lastIndexOf(' ') + 1);
    return targets.stream()
        .filter(target -> target.location().host().equals(host))
        .findFirst()
        .orElseThrow()
        .scenario();
  }

  /** True if no other scenario has the same host; scenarios without a name share their address. */
  private boolean ownHost(String scenario) {
    String host = target(scenario).location().host();
    return targets.stream().filter(target -> target.location().host().equals(host)).count() == 1;
  }

  private CheckedEndpoint target(String scenario) {
    return targets.stream().filter(t -> t.scenario().equals(scenario)).findFirst().orElseThrow();
  }

  /** Lines that a device may or may not write have no effect. */
  private boolean required(String scenario, LogEvent event) {
    Violation violation =
        reader.read(LogFormat.DEFAULT.line(event)).get(0).violation().orElseThrow();
    return target(scenario).expect().clients().get(profile.id()).logs().contains(violation);
  }

  private Map<String, Outcome> check(LogFormat format, List<LogEvent> events)
      throws IOException, InterruptedException {
    return verdicts(format, events).stream()
        .collect(
            Collectors.toMap(
                CheckResult::scenario,
                CheckResult::outcome,
                (one, other) -> one,
                LinkedHashMap::new));
  }

  private List<String> deviations(LogFormat format, List<LogEvent> events)
      throws IOException, InterruptedException {
    return verdicts(format, events).stream()
        .filter(CheckResult::deviation)
        .map(verdict -> verdict.scenario() + ": " + verdict.judgement().explanation())
        .toList();
  }

  private List<CheckResult> verdicts(LogFormat format, List<LogEvent> events)
      throws IOException, InterruptedException {
    LogExplanation explanation = new LogExplanation();
    LogSummary summary = read(format, events, explanation);
    return logCheck().judge(summary, explanation.findings()).checkers().get(0).verdicts();
  }

  private LogSummary read(LogFormat format, List<LogEvent> events, LogExplanation explanation)
      throws IOException {
    return reader.read(
        new ByteArrayInputStream(format.text(events).getBytes(StandardCharsets.UTF_8)),
        format.name(),
        explanation);
  }

  private LogCheck logCheck() {
    return new LogCheck(targets, profile.id(), profile.release().label(), journal, CLOCK);
  }

  /**
   * Waits until the journal has each connection, because the server learns of a refusal later than
   * the device.
   */
  private List<LogEvent> visits(Predicate<CheckedEndpoint> which)
      throws IOException, InterruptedException {
    LocalJournal live = new LocalJournal(harness);
    List<LogEvent> events = new ArrayList<>();
    for (CheckedEndpoint target : targets) {
      if (which.test(target)) {
        long mark = live.mark();
        Journey journey = visit(target.withAnchor());
        events.addAll(journey.events());
        DeviceVisit first = journey.visits().get(0);
        if (first.refusal().filter(refusal -> refusal.stage() == Stage.CONNECT).isEmpty()) {
          assertThat(live.since(target.scenario(), mark, TIMEOUT).orElseThrow())
              .as(target.scenario())
              .isNotEmpty();
        }
      }
    }
    return events;
  }

  private Journey visit(CheckedEndpoint target) throws IOException {
    SimulatedDevice device =
        new SimulatedDevice(profile, TrustAnchors.ofPem(target.caPem()), CLOCK, TIMEOUT);
    URI url = target.location().dedicatedUrl();
    return new JourneyRunner(
            device,
            device,
            AddressBook.ofHost(url.getHost(), InetAddress.getByName(target.location().address())),
            new DocumentReader(LeadingDocuments.builtIn()),
            new Limits(true, false, TIMEOUT))
        .run(url, !target.description().role().exempt(), next -> {});
  }
}
