package dev.atsharness.console.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.internal.FindingsOnHarness;
import dev.atsharness.conformance.internal.LocalJournal;
import dev.atsharness.conformance.internal.LogCheck;
import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogFinding;
import dev.atsharness.log.LogFormat;
import dev.atsharness.log.LogReader;
import dev.atsharness.log.LogSummary;
import dev.atsharness.log.LogWriter;
import dev.atsharness.log.internal.archive.ConversionLimits;
import dev.atsharness.log.internal.archive.LogConverter;
import dev.atsharness.log.internal.letter.LetterFiles;
import dev.atsharness.log.internal.letter.LetterTally;
import dev.atsharness.log.internal.letter.LetterZip;
import dev.atsharness.log.internal.letter.Owner;
import dev.atsharness.log.internal.report.LogReport;
import dev.atsharness.log.internal.text.Priority;
import dev.atsharness.log.internal.unpack.ArchiveLimits;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.AppleMessages;
import dev.atsharness.scenario.internal.Rules;
import dev.atsharness.server.Manifest;
import dev.atsharness.server.internal.ConsoleExtension;
import dev.atsharness.server.internal.console.ApiCall;
import dev.atsharness.server.internal.console.ApiRoute;
import dev.atsharness.server.internal.http.HttpAnswer;
import dev.atsharness.server.journal.Journal;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * Reads device logs for the console. A log is read while it is received. Only a log in Apple's
 * binary form is stored, in a private directory, until the program has read it that converts it.
 *
 * <p>{@code POST /api/log} explains a log as {@code log explain} does, and judges the device as
 * {@code log check} does. {@code GET /api/log/profiles} returns the devices to choose from. {@code
 * GET /api/log/lines?scenario=ID} returns the complete lines that a log has for a scenario.
 */
public final class LogConsole implements ConsoleExtension {

  /** The limit on the size of a log as sent, in bytes. */
  static final long MAX_LOG = 2L << 30;

  /** The limit on logs that are read at once; each needs a processor. */
  static final int MAX_READERS = 2;

  /** The limit on the archive of the letters, in bytes; beyond it, only the command has them. */
  private static final int MAX_LETTERS = 8 << 20;

  private static final String NAME = "name";
  private static final String PROFILE = "profile";
  private static final String SCENARIO = "scenario";
  private static final String ZONE = "zone";

  private final Catalogue catalogue;
  private final Clock clock;
  private final LogConverter converter;
  private final Semaphore readers = new Semaphore(MAX_READERS);

  /**
   * @param catalogue the served scenarios, with the client profiles with which devices are compared
   * @param clock its time zone is used for logs without one, unless the caller gives a zone
   */
  public LogConsole(Catalogue catalogue, Clock clock) {
    this(catalogue, clock, LogConverter.ofThisMachine().within(ConversionLimits.UPLOAD));
  }

  /**
   * @param converter how logs in Apple's binary form are converted
   */
  LogConsole(Catalogue catalogue, Clock clock, LogConverter converter) {
    this.catalogue = catalogue;
    this.clock = clock;
    this.converter = converter;
  }

  @Override
  public List<ApiRoute> routes(Manifest manifest, Journal journal) {
    return List.of(
        ApiRoute.get("/api/log/profiles", Set.of(), call -> profiles()),
        ApiRoute.get("/api/log/lines", Set.of(SCENARIO), call -> lines(call, manifest)),
        ApiRoute.post(
            "/api/log",
            Set.of(NAME, PROFILE, ZONE),
            MAX_LOG,
            call -> log(call, manifest, journal)));
  }

  private HttpAnswer profiles() {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("maxBytes", MAX_LOG);
    root.put("enforcing", Priority.enforcing());
    root.put("converts", converter.program().isPresent());
    ArrayNode profiles = root.putArray("profiles");
    catalogue
        .devices()
        .forEach(one -> profiles.addObject().put("id", one.id()).put("title", one.title()));
    return HttpAnswer.json(root.toPrettyString() + "\n");
  }

  /**
   * Answers with the lines that {@link LogWriter} writes for each release, and with the header of
   * {@code log show}.
   */
  private HttpAnswer lines(ApiCall call, Manifest manifest) {
    Optional<Scenario> scenario =
        catalogue.scenarios().stream()
            .filter(one -> call.parameter(SCENARIO).filter(one.id()::equals).isPresent())
            .findFirst();
    Optional<String> host =
        manifest.endpoints().stream()
            .filter(one -> scenario.filter(known -> known.id().equals(one.id())).isPresent())
            .map(endpoint -> endpoint.location().host())
            .findFirst();
    if (host.isEmpty()) {
      return HttpAnswer.text(
          404, "'scenario' is not the id of an endpoint; /api/manifest has them all");
    }
    AppleMessages messages = new AppleMessages(scenario.get(), catalogue.profiles());
    ObjectNode root = JsonMapper.shared().createObjectNode();
    LogFormat.DEFAULT.header().forEach(root.putArray("header")::add);
    ObjectNode lines = root.putObject("lines");
    for (ClientProfile device : catalogue.devices()) {
      ArrayNode own = lines.putArray(device.release().label());
      LogWriter writer = new LogWriter(clock, device.release(), device.process());
      messages.detected().stream()
          .filter(detected -> device.release().knows(detected.violation()))
          .map(detected -> writer.event(detected, host.get()))
          .map(LogFormat.DEFAULT::line)
          .forEach(own::add);
    }
    return HttpAnswer.json(root.toPrettyString() + "\n");
  }

  private HttpAnswer log(ApiCall call, Manifest manifest, Journal journal)
      throws IOException, InterruptedException {
    Optional<ClientProfile> profile = Optional.empty();
    if (call.parameter(PROFILE).isPresent()) {
      String id = call.parameter(PROFILE).get();
      try {
        profile = Optional.of(catalogue.profile(id));
      } catch (IllegalArgumentException e) {
        return HttpAnswer.text(400, "'profile' is not a client profile");
      }
    }
    Clock local;
    try {
      local = call.parameter(ZONE).map(ZoneId::of).map(clock::withZone).orElse(clock);
    } catch (DateTimeException e) {
      return HttpAnswer.text(400, "'zone' is not a time zone; write Europe/Berlin, or +02:00");
    }
    if (!readers.tryAcquire()) {
      return HttpAnswer.text(
              503, MAX_READERS + " logs are being read already; try again when they are")
          .with(HttpHeader.RETRY_AFTER, "5");
    }
    try {
      return read(call, local, profile, manifest, new LocalJournal(journal));
    } finally {
      readers.release();
    }
  }

  private HttpAnswer read(
      ApiCall call,
      Clock local,
      Optional<ClientProfile> wanted,
      Manifest manifest,
      LocalJournal journal)
      throws IOException, InterruptedException {
    List<CheckedEndpoint> targets = CheckedEndpoint.of(manifest);
    LogExplanation all = new LogExplanation();
    FindingsOnHarness own = new FindingsOnHarness(targets);
    LetterTally tally = new LetterTally();
    LogSummary summary =
        new LogReader(local)
            .within(ArchiveLimits.UPLOAD)
            .with(converter)
            .lookingFor(LogCheck.domains(targets))
            .read(
                call.body(),
                call.parameter(NAME).orElse("The file"),
                all.andThen(own).andThen(tally));
    List<LogFinding> findings = own.findings();
    ClientProfile profile = wanted.orElseGet(() -> LogCheck.profile(findings, catalogue));
    ConformanceResult result =
        new LogCheck(
                targets,
                catalogue.stated(profile).id(),
                profile.release().described(),
                journal,
                clock)
            .judge(summary, findings);
    LogReport report = new LogReport(summary, all);
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("answer", report.answer().label());
    root.put("sentence", report.sentence());
    root.putRawValue("explanation", new RawValue(report.json()));
    LetterFiles letters =
        new LetterFiles(summary, report.sentence(), tally, server -> List.of(Owner.UNKNOWN));
    root.put("html", report.html(letters));
    root.put("csv", report.csv());
    root.putObject("letters")
        .put("number", letters.letters())
        .put("zip", LetterZip.of(letters, MAX_LETTERS).orElse(null));
    cures(all.findings(), root.putObject("cures"));
    root.put("profile", profile.id());
    root.put("others", own.others());
    root.put("nameless", own.nameless());
    ArrayNode visited = root.putArray("visited");
    LogCheck.visited(result).checkers().stream()
        .flatMap(device -> device.verdicts().stream())
        .forEach(verdict -> visited.add(verdict.scenario()));
    root.putRawValue("check", new RawValue(result.toJson()));
    return HttpAnswer.json(JsonMapper.shared().writeValueAsString(root) + "\n");
  }

  /** The configuration of several servers that fixes each violation. */
  private static void cures(List<LogFinding> findings, ObjectNode cures) {
    Rules rules = Rules.builtIn();
    findings.stream()
        .flatMap(finding -> finding.violation().stream())
        .distinct()
        .forEach(
            violation -> {
              ObjectNode servers = cures.putObject(violation.code());
              rules.of(violation).remedy().fix().snippets().forEach(servers::put);
            });
  }
}
