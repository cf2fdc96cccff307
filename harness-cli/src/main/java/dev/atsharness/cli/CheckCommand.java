package dev.atsharness.cli;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Options;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.conformance.checker.internal.AdapterFile;
import dev.atsharness.conformance.internal.JournalView;
import dev.atsharness.conformance.internal.LocalJournal;
import dev.atsharness.conformance.internal.Reach;
import dev.atsharness.conformance.internal.RemoteJournal;
import dev.atsharness.io.internal.TemporaryFiles;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.ServerSettings.Transport;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Manifest;
import dev.atsharness.tls.TlsVersion;
import dev.atsharness.yaml.BadFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "check",
    description = {
      "Run checkers against the scenarios and judge what they report.",
      "",
      "The truth is relative to a device on ${bundle:reference-release} and to Apple's requirements"
          + " (ATS and FCP v2.1, support article 126655), not to general TLS practice: a scanner"
          + " should report what a system process of such a device would find wrong with the"
          + " server, and nothing else."
    },
    footer = {
      "",
      "Examples:",
      "  ats-harness check",
      "  ats-harness check --checker testssl --only 'handshake/*' --html report.html",
      "  ats-harness check --exec './my-check {url}' --private-hosts",
      "  ats-harness check --exec './my-check {url}' --sample",
      "  ats-harness check --checker testssl --code ems-not-negotiated",
      "  ats-harness check --client 'curl --cacert {ca} {url}' --private-hosts",
      "  ats-harness check --checker ./my-scanner.yaml --jobs 4",
      "  ats-harness check --against ready.json",
      "  ats-harness check --shard 1/4 --json shard-1.json",
      "  ats-harness check --exec './old/my-check {url}' --name old --exec './new/my-check {url}'",
      "  ats-harness check --exec './my-check {url}' --write-gaps my-check.yaml",
      "  ats-harness check --checker ./my-check.yaml --all",
      "  ats-harness check --rerun result.json",
      "  ats-harness check --rerun result.json --exec './my-check {url}'",
      "  ats-harness check --against http://127.0.0.1:8090 --json result.json",
      "",
      "Exit status: 0 all as expected or as declared, 1 deviations, 2 wrong usage, 3 it cannot be",
      "told: the harness failed, a checker failed at the baseline, servers without a fault were"
          + " not",
      "looked at, or a server cannot be reached from here (--allow-unreachable lets that pass)."
          + " Not",
      "to look at a server with a fault is a deviation, unless the checker's adapter declares it"
          + " or",
      "--allow-unsupported is given."
    })
final class CheckCommand implements Callable<Integer> {

  /**
   * The number of connections that the journal keeps. Some scanners connect 500 times to each
   * endpoint and check several endpoints at once.
   */
  private static final int JOURNAL_CAPACITY = 4000;

  private static final String LOOPBACK = "127.0.0.1";

  /**
   * The largest number of unreachable servers that are listed; usually few are unreachable, or all.
   */
  private static final int MOST_NAMED = 10;

  @ArgGroup(exclusive = false, multiplicity = "0..*")
  private List<Choice> choices = new ArrayList<>();

  /**
   * A checker and its name. The fields of option groups are not Optional and may be null, because
   * picocli fails if a group with a field of type Optional is absent.
   */
  static final class Choice {

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source;

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description =
            "Name of the program in the preceding --exec, --client or --checker, to distinguish two"
                + " with the same name.")
    private String name;

    private Optional<String> name() {
      return Optional.ofNullable(name);
    }
  }

  /** The source of a checker. */
  static final class Source {

    @Option(
        names = "--checker",
        paramLabel = "NAME",
        description =
            "simulated-device, simulated-device:PROFILE, the name of a shipped adapter"
                + " (${COMPLETION-CANDIDATES}) or your own adapter file, ./NAME.yaml. May be"
                + " repeated. By default the simulated device with every profile and every scanner"
                + " that is installed.",
        completionCandidates = ShippedNames.class)
    private String checker;

    @Option(
        names = "--exec",
        paramLabel = "COMMAND",
        description =
            "Your own program, such as './my-check {url}'. The shell runs it for each endpoint."
                + " It prints one violation code per line; or REFUSED and a reason, if a device"
                + " would be refused for a reason without a code; or OK; or UNSUPPORTED and a"
                + " reason. May be repeated.")
    private String command;

    @Option(
        names = "--client",
        paramLabel = "COMMAND",
        description =
            "A client on trial, such as 'curl --cacert {ca} {url}', instead of a checker. The shell"
                + " runs it for each server that tests clients; exit status 0 means that it"
                + " connected. The server's journal shows what it did. May be repeated.")
    private String client;

    private Optional<String> client() {
      return Optional.ofNullable(client);
    }

    private Optional<String> checker() {
      return Optional.ofNullable(checker);
    }

    private Optional<String> command() {
      return Optional.ofNullable(command);
    }
  }

  @Mixin private CatalogueOptions catalogue;
  @Mixin private CodeOptions codes;
  @Mixin private CaOptions ca;

  @Option(
      names = "--sample",
      description =
          "A quick look: for each violation, check one scenario over TLS 1.2 and one over TLS 1.3,"
              + " and their controls. As with --code, every report says that these were only some.")
  private boolean sample;

  @Option(
      names = "--against",
      paramLabel = "MANIFEST|URL",
      description =
          "Check a running harness: the file of 'serve --ready-file', or its console's URL. Servers"
              + " whose own port cannot be reached are checked by name on the shared ports. A"
              + " console that other machines can reach needs the token in"
              + " ATS_HARNESS_CONSOLE_TOKEN. Not with --ca-without-name-constraints.")
  private Optional<String> against = Optional.empty();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      converter = OutputPath.class,
      description =
          "Write the result as JSON here. During the run, the results so far are in"
              + " FILE.partial.jsonl, which 'report' and '--rerun' also read.")
  private Optional<Path> json = Optional.empty();

  @Mixin private ReportFiles reports;

  @Mixin private ClientTableFile clientTable;

  @Mixin private Selection selection;

  @Option(
      names = "--allow-unsupported",
      description =
          "Do not count it as a deviation if a checker did not check a server. The summary still"
              + " gives their number.")
  private boolean allowUnsupported;

  @Option(
      names = "--allow-unreachable",
      description =
          "With --against: ignore servers that cannot be reached from here, for example because few"
              + " ports are published. The summary still gives their number.")
  private boolean allowUnreachable;

  @Option(
      names = "--write-gaps",
      paramLabel = "FILE",
      converter = OutputPath.New.class,
      description =
          "Write an adapter for the checker here, with the present deviations as known gaps of"
              + " today. With --checker FILE, only new deviations count from then on. Needs one"
              + " outside program and a FILE.yaml that does not exist yet.")
  private Optional<Path> writeGaps = Optional.empty();

  @Option(names = "--all", description = "Show every row, and every deviation in full.")
  private boolean all;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "Longest time for one checker at one endpoint; ${DEFAULT-VALUE} by default.")
  private int timeout;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "How many endpoints a checker works on at once; by default as many as there are"
              + " processors, or twice as many for a checker that mostly waits.")
  private Optional<Integer> jobs = Optional.empty();

  @Option(
      names = "--private-hosts",
      description =
          "Give outside programs the host names, in a private hosts file (Linux, unshare), instead"
              + " of addresses.")
  private boolean privateHosts;

  /** The names of the shipped adapters, for the help text. */
  static final class ShippedNames extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    ShippedNames() {
      super(Checkers.NAMES);
    }
  }

  /** The number of scenarios without {@code --sample} and {@code --code}, if one is given. */
  private Optional<Integer> sampleOf = Optional.empty();

  private final Terminal out;
  private final Terminal err;

  CheckCommand(Terminal out, Terminal err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (timeout < 1) {
      throw new UsageException("--timeout " + timeout + ": at least 1 second");
    }
    jobs.filter(n -> n < 1)
        .ifPresent(
            n -> {
              throw new UsageException("--jobs " + n + ": at least 1");
            });
    Optional<GapFile> gaps = writeGaps.map(this::gapFile);
    selection.read();
    if (sample && choices.stream().anyMatch(choice -> isClient(choice.source))) {
      throw new UsageException(
          "--sample chooses by violation, and a client on trial reports none; choose its tests with"
              + " --only");
    }
    if (against.isPresent()) {
      ca.refuseBeside(true, "--against", "that harness has its CA; give the option to its 'serve'");
      Manifest manifest = RunningHarness.manifest(against.get());
      List<CheckedEndpoint> served = CheckedEndpoint.of(manifest);
      List<CheckedEndpoint> all =
          narrowed(catalogue.filter(served, CheckedEndpoint::scenario, controls()), served);
      RemoteJournal journal = new RemoteJournal(manifest.console(), RunningHarness.token());
      RunningHarness.requireAnswer(against.get(), journal);
      Reach reach = Reach.find(manifest, all, journal);
      List<CheckedEndpoint> endpoints = reach.targets();
      List<Checker> checkers =
          checkers(
              endpoints.get(0).location().host(),
              endpoints.get(0).location().address(),
              manifest.endpoints().stream().map(endpoint -> endpoint.id()).toList());
      say(reach);
      return report(checkers.stream().map(reach::within).toList(), endpoints, journal, gaps);
    }
    Catalogue chosen = narrowed(catalogue.chosen(err, besides()));
    List<Checker> checkers =
        checkers(
            chosen.scenario(Conformance.BASELINE).host(AtsHarness.DEFAULT_DOMAIN, LOOPBACK),
            LOOPBACK,
            catalogue.all().scenarios().stream().map(Scenario::id).toList());
    AtsHarness.Builder builder =
        AtsHarness.builder()
            .catalogue(chosen)
            .stallTime(Conformance.STALL_TIME)
            .journalCapacity(JOURNAL_CAPACITY);
    ca.apply(builder);
    ca.warn(err);
    try (AtsHarness harness = builder.start()) {
      CaOptions.sayLeftOut(harness, err);
      return report(
          checkers, CheckedEndpoint.of(harness.manifest()), new LocalJournal(harness), gaps);
    }
  }

  private Catalogue narrowed(Catalogue selected) {
    if (!sample && !codes.isGiven()) {
      return selected;
    }
    Catalogue all = catalogue.all();
    return all.only(
        ids(
            selected.scenarios().stream().map(Scenario::id).toList(),
            all.scenarios().stream().map(CheckCommand::candidate).toList()));
  }

  private List<CheckedEndpoint> narrowed(
      List<CheckedEndpoint> selected, List<CheckedEndpoint> served) {
    if (!sample && !codes.isGiven()) {
      return selected;
    }
    Map<String, Scenario> known =
        catalogue.all().scenarios().stream()
            .collect(Collectors.toMap(Scenario::id, scenario -> scenario));
    Set<String> ids =
        ids(
            selected.stream().map(CheckedEndpoint::scenario).toList(),
            served.stream()
                .map(one -> candidate(one, Optional.ofNullable(known.get(one.scenario()))))
                .toList());
    return served.stream().filter(endpoint -> ids.contains(endpoint.scenario())).toList();
  }

  /**
   * Returns the ids of those selected scenarios that {@code --code} and {@code --sample} leave,
   * with their controls and what belongs to every run.
   *
   * @param all all scenarios that can be checked
   */
  private Set<String> ids(List<String> selected, List<Sample.Candidate> all) {
    List<Sample.Candidate> some =
        all.stream()
            .filter(one -> selected.contains(one.id()) && codes.matches(one.violations()))
            .toList();
    if (some.isEmpty()) {
      throw codes.nothing();
    }
    sampleOf = Optional.of(whole(Set.copyOf(selected), all).size());
    return whole(
        sample
            ? Sample.of(some, codes.codes())
            : some.stream().map(Sample.Candidate::id).collect(Collectors.toSet()),
        all);
  }

  private Set<String> whole(Set<String> ids, List<Sample.Candidate> all) {
    Set<String> whole = new LinkedHashSet<>(Sample.withControls(ids, all));
    all.stream()
        .map(Sample.Candidate::id)
        .filter(id -> List.of(besides()).contains(id))
        .forEach(whole::add);
    return whole;
  }

  private static Sample.Candidate candidate(Scenario scenario) {
    return new Sample.Candidate(
        scenario.id(),
        scenario.expect().violations(),
        scenario.control(),
        scenario.settings().transport() == Transport.HTTP
            ? Optional.empty()
            : scenario.settings().tls().versions().stream()
                .max(Comparator.comparing(TlsVersion::code)));
  }

  /**
   * @param known the scenario in this catalogue; a running harness may have others
   */
  private static Sample.Candidate candidate(CheckedEndpoint endpoint, Optional<Scenario> known) {
    return new Sample.Candidate(
        endpoint.scenario(),
        endpoint.expect().violations(),
        endpoint.description().control(),
        known.flatMap(scenario -> candidate(scenario).version()));
  }

  /** Returns the scenarios that belong to every run: the baseline, and for clients the controls. */
  private String[] besides() {
    return Stream.concat(Stream.of(Conformance.BASELINE), controls().stream())
        .toArray(String[]::new);
  }

  /**
   * Returns the controls of the selected tests of clients; none if no client is given. A client's
   * refusal means something only if it connects to the control.
   */
  private Set<String> controls() {
    Catalogue all = catalogue.all();
    return choices.stream().anyMatch(choice -> isClient(choice.source))
        ? catalogue.chosen().scenarios().stream()
            .filter(scenario -> scenario.expect().duty().isPresent())
            .flatMap(scenario -> scenario.control().stream())
            .flatMap(id -> Stream.concat(Stream.of(id), all.scenario(id).control().stream()))
            .collect(Collectors.toCollection(TreeSet::new))
        : Set.of();
  }

  private static boolean isClient(Source source) {
    try {
      return source.client().isPresent()
          || source
              .checker()
              .filter(AdapterFile::isFile)
              .filter(file -> AdapterFile.of(file).client())
              .isPresent();
    } catch (BadFileException e) {
      return false; // the file's problems are reported when it is used
    }
  }

  private GapFile gapFile(Path file) {
    if (choices.size() != 1) {
      throw new UsageException(
          "--write-gaps "
              + file
              + ": for which program? Give one with --exec, --client or"
              + " --checker");
    }
    Source source = choices.get(0).source;
    try {
      return GapFile.of(
          file,
          source
              .command()
              .map(AdapterFile::ofCommand)
              .or(() -> source.client().map(AdapterFile::ofClient))
              .orElseGet(() -> AdapterFile.of(source.checker().orElseThrow())));
    } catch (IllegalArgumentException | BadFileException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  /**
   * @param host one of the endpoints' names
   * @param address the address of the endpoints
   * @param scenarios ids of all scenarios that a known gap may name
   */
  private List<Checker> checkers(String host, String address, List<String> scenarios)
      throws IOException, InterruptedException {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Clock clock = Clock.system(ZoneId.systemDefault());
    Checkers known =
        checkers(
            new Checkers(Catalogue.builtIn().profiles(), clock, path)
                .withScenarios(scenarios)
                .withNamesResolving(!choices.isEmpty() && resolves(host, address)));
    if (choices.isEmpty()) {
      return selection.rerun().isPresent() ? earlier(known) : known.installed();
    }
    List<Checker> chosen = new ArrayList<>();
    try {
      for (Choice choice : choices) {
        chosen.addAll(checkers(known, choice));
      }
    } catch (IllegalArgumentException | BadFileException e) {
      throw new UsageException(e.getMessage(), e);
    }
    requireNames(chosen);
    return chosen;
  }

  private static List<Checker> checkers(Checkers known, Choice choice)
      throws IOException, InterruptedException {
    Source source = choice.source;
    List<Checker> own = checkers(known, source);
    if (choice.name().isEmpty()) {
      return own;
    }
    if (own.size() != 1 || own.get(0).profile().isPresent()) {
      throw new UsageException(
          "--name " + choice.name().get() + ": the simulated device cannot be renamed");
    }
    return List.of(known.called(choice.name().get(), own.get(0)));
  }

  private static List<Checker> checkers(Checkers known, Source source)
      throws IOException, InterruptedException {
    if (source.command().isPresent()) {
      return List.of(known.command(source.command().get()));
    }
    return source.client().isPresent()
        ? List.of(known.client(source.client().get()))
        : known.named(source.checker().orElseThrow());
  }

  /**
   * Checks that the names of the checkers differ, because results, reports and comparisons identify
   * a checker by its name.
   */
  private static void requireNames(List<Checker> checkers) {
    Set<String> names = new HashSet<>();
    for (Checker checker : checkers) {
      if (!names.add(checker.name())) {
        throw new UsageException(
            "two checkers have the name '"
                + checker.name()
                + "'; give each checker once, and distinguish two programs with the same name by"
                + " --name, as in --exec './old/my-check {url}' --name old");
      }
    }
  }

  private List<Checker> earlier(Checkers known) throws IOException, InterruptedException {
    List<Checker> chosen = new ArrayList<>();
    Path file = selection.rerun().orElseThrow();
    for (String name : selection.checkers()) {
      if (!known.hasName(name)) {
        throw new UsageException(
            String.format(
                "%s was made with '%s', your own checker; specify it with --checker or --exec (and"
                    + " --name) as in that run, for example --rerun %s --exec './%s {url}'",
                file, name, file, name));
      }
      try {
        chosen.addAll(known.named(name));
      } catch (IllegalArgumentException e) {
        throw new UsageException(e.getMessage(), e);
      }
    }
    return chosen;
  }

  private Checkers checkers(Checkers known) throws IOException, InterruptedException {
    try {
      return privateHosts ? known.withPrivateHosts() : known;
    } catch (IllegalArgumentException e) {
      throw new UsageException("--private-hosts: " + e.getMessage(), e);
    }
  }

  private static boolean resolves(String host, String address) {
    return HostResolution.of(host)
        .filter(found -> found.getHostAddress().equals(address))
        .isPresent();
  }

  /**
   * Prints a note if the host names do not resolve, and returns whether programs get addresses in
   * place of them. The simulated device connects to addresses, but other programs may resolve a
   * name.
   */
  private boolean programsGetAddresses(List<Checker> checkers, List<CheckedEndpoint> endpoints) {
    boolean outside = checkers.stream().anyMatch(checker -> checker.profile().isEmpty());
    CheckedEndpoint first = endpoints.get(0);
    if (!outside || privateHosts || resolves(first.location().host(), first.location().address())) {
      return false;
    }
    boolean addresses = endpoints.stream().allMatch(one -> one.location().hasAddressUrl());
    if (addresses) {
      err.line(
          "note: the scenario names do not resolve here, so programs get addresses;"
              + " with --private-hosts or 'ats-harness hosts --install' they get names");
    } else {
      err.line(
          "note: the scenario names do not resolve to "
              + HostileText.escape(first.location().address())
              + " here. A program finds a server only if it connects to {address} and {port} and"
              + " sends {host} as SNI. For a program that only takes a URL: --private-hosts, or"
              + " 'ats-harness hosts --install --address "
              + HostileText.escape(first.location().address())
              + "'");
    }
    return addresses;
  }

  /** Prints which servers are not reachable at their own port, and the consequences. */
  private void say(Reach reach) {
    if (reach.shared() > 0) {
      err.line(
          "note: "
              + reach.shared()
              + " of "
              + reach.targets().size()
              + " servers are not reachable at their own port and are checked by name (SNI, without"
              + " TLS the Host header) on the shared ports, "
              + reach.sharedPorts());
    }
    if (!reach.unreachable().isEmpty()) {
      err.line(
          "note: "
              + reach.unreachable().size()
              + " of "
              + reach.targets().size()
              + " servers cannot be reached from here and cannot be judged:");
      reach.unreachable().entrySet().stream()
          .limit(MOST_NAMED)
          .forEach(
              entry ->
                  err.line("  " + HostileText.escape(entry.getKey()) + ": " + entry.getValue()));
      if (reach.unreachable().size() > MOST_NAMED) {
        err.line("  and " + (reach.unreachable().size() - MOST_NAMED) + " more");
      }
      err.line(
          "  Publish these ports too, with the same numbers as inside, or leave the scenarios out"
              + " with --only; with --allow-unreachable they are counted and do not fail the run");
    }
  }

  private int report(
      List<Checker> checkers,
      List<CheckedEndpoint> endpoints,
      JournalView journal,
      Optional<GapFile> gaps)
      throws IOException, InterruptedException {
    if (checkers.stream().anyMatch(checker -> checker.profile().isEmpty())) {
      TemporaryFiles.require("the programs that are checked");
    }
    List<String> unknown = selection.unknown(checkers);
    if (!unknown.isEmpty()) {
      err.line(
          "note: not run again, because "
              + selection.rerun().orElseThrow()
              + " has no result for it: "
              + String.join(", ", unknown));
    }
    Map<Checker, List<CheckedEndpoint>> plan =
        selection.plan(checkers, endpoints, catalogue.isRestricted() || codes.isGiven());
    if (plan.isEmpty() && selection.rerun().isPresent()) {
      err.line(selection.nothingAgain(checkers));
      return selection.earlierStatus();
    }
    selection.emptyPart(endpoints).ifPresent(why -> err.line("note: " + why));
    boolean addresses = programsGetAddresses(checkers, endpoints);
    Options options =
        new Options(
            Duration.ofSeconds(timeout),
            jobs.map(OptionalInt::of).orElseGet(OptionalInt::empty),
            allowUnsupported);
    LiveProgress progress = new LiveProgress(err, checks(plan));
    ConformanceResult unfinished =
        UsageException.refusing(() -> Conformance.unfinished(plan)).withSampleOf(sampleOf);
    try (ResultWriter storage = ResultWriter.of(json, unfinished);
        Conformance run =
            UsageException.refusing(
                () -> new Conformance(plan, journal, options, storage.progress().and(progress)))) {
      StopHook stop = new StopHook(run::close);
      try {
        ConformanceResult result =
            run(run, progress)
                .withShard(selection.shard(endpoints))
                .allowing(allowed())
                .withSampleOf(sampleOf);
        if (addresses) {
          result = advisingNames(result);
        }
        new Matrix(out, result, all).print();
        out.writer().flush();
        storage.write(result);
        reports.write(result);
        clientTable.write(result);
        if (gaps.isPresent()) {
          gaps.get().write(result, err);
        }
        return ExitCode.of(result);
      } finally {
        stop.remove();
      }
    }
  }

  /** Says of each program that failed at the baseline that it got an address. */
  private static ConformanceResult advisingNames(ConformanceResult result) {
    return result.withCheckers(
        result.checkers().stream()
            .map(
                checker ->
                    checker.profile().isPresent() || checker.failedBaseline().isEmpty()
                        ? checker
                        : checker.withVoided(
                            checker.voided().orElseThrow()
                                + " Programs got addresses in this run: try --private-hosts."))
            .toList());
  }

  private Set<Outcome> allowed() {
    Set<Outcome> allowed = EnumSet.noneOf(Outcome.class);
    if (allowUnsupported) {
      allowed.add(Outcome.UNSUPPORTED);
    }
    if (allowUnreachable) {
      allowed.add(Outcome.UNREACHABLE);
    }
    return allowed;
  }

  private static ConformanceResult run(Conformance run, LiveProgress progress)
      throws InterruptedException {
    try {
      return run.run();
    } finally {
      progress.end();
    }
  }

  /**
   * Returns the number of checks for each checker. The baseline is checked twice, first and last.
   */
  private static Map<String, Integer> checks(Map<Checker, List<CheckedEndpoint>> plan) {
    Map<String, Integer> checks = new LinkedHashMap<>();
    plan.forEach(
        (checker, endpoints) -> checks.merge(checker.name(), endpoints.size() + 1, Integer::sum));
    return checks;
  }
}
