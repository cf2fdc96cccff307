package dev.atsharness.cli;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.JournalView;
import dev.atsharness.conformance.LocalJournal;
import dev.atsharness.conformance.Options;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.Reach;
import dev.atsharness.conformance.RemoteJournal;
import dev.atsharness.conformance.checker.AdapterFile;
import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Manifest;
import dev.atsharness.yaml.BadFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "check",
    description = {
      "Run checkers against the scenarios and judge what they report.",
      "",
      "The truth is relative to a device on ${bundle:reference-release} and to Apple's requirements (ATS and FCP v2.1,"
          + " support article 126655), not to general TLS practice: a scanner should report what a"
          + " system process of such a device would find wrong with the server, and nothing else."
    },
    footer = {
      "",
      "Examples:",
      "  ats-harness check",
      "  ats-harness check --checker testssl --only 'handshake/*' --html report.html",
      "  ats-harness check --exec './my-check {url}' --private-hosts",
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
      "told: the harness failed, a checker failed at the baseline, servers without a fault were not",
      "looked at, or a server cannot be reached from here (--allow-unreachable lets that pass). Not",
      "to look at a server with a fault is a deviation, unless the checker's adapter declares it or",
      "--allow-unsupported is given."
    })
final class CheckCommand implements Callable<Integer> {

  /** Some scanners connect 500 times to each endpoint, and work on several at once. */
  private static final int JOURNAL_CAPACITY = 4000;

  private static final String LOOPBACK = "127.0.0.1";

  /** Servers that cannot be reached are mostly few, or all. */
  private static final int MOST_NAMED = 10;

  @ArgGroup(exclusive = false, multiplicity = "0..*")
  private List<Choice> choices = new ArrayList<>();

  /**
   * A checker, and what to call it. Fields of groups are plain and may be null: picocli fails where
   * a group is absent and has a field of type Optional.
   */
  static final class Choice {

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source;

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description =
            "What to call the program that the --exec or --checker before it names, to tell two of"
                + " one name apart.")
    private String name;

    private Optional<String> name() {
      return Optional.ofNullable(name);
    }
  }

  /** Where a checker comes from. */
  static final class Source {

    @Option(
        names = "--checker",
        paramLabel = "NAME",
        description =
            "simulated-device, simulated-device:PROFILE, the name of a shipped adapter ("
                + "${COMPLETION-CANDIDATES}) or an adapter file of your own, ./NAME.yaml; may be"
                + " repeated. By default the simulated device with every profile and every scanner"
                + " that is installed.",
        completionCandidates = ShippedNames.class)
    private String checker;

    @Option(
        names = "--exec",
        paramLabel = "COMMAND",
        description =
            "A program of your own, run by the shell at each endpoint, for example './my-check"
                + " {url}'. It prints a violation code per line; or REFUSED and a reason, where a"
                + " device would be refused for a reason without a code; or OK; or UNSUPPORTED and a"
                + " reason. May be repeated.")
    private String command;

    private Optional<String> checker() {
      return Optional.ofNullable(checker);
    }

    private Optional<String> command() {
      return Optional.ofNullable(command);
    }
  }

  @Mixin private CatalogueOptions catalogue;

  @Option(
      names = "--against",
      paramLabel = "MANIFEST|URL",
      description =
          "Check a harness that runs already: the file of 'serve --ready-file', or its console's"
              + " URL. Servers whose own port cannot be reached are checked by name on the shared"
              + " ports. A console beyond loopback wants the token in ATS_HARNESS_CONSOLE_TOKEN.")
  private Optional<String> against = Optional.empty();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Write the result as JSON here. What checkers did is kept in FILE.partial.jsonl"
              + " meanwhile, which 'report' and '--rerun' read too.")
  private Optional<Path> json = Optional.empty();

  @Mixin private ReportFiles reports;

  @Mixin private Selection selection;

  @Option(
      names = "--allow-unsupported",
      description =
          "Do not count it as a deviation where a checker did not look at a server. The summary"
              + " still says at how many.")
  private boolean allowUnsupported;

  @Option(
      names = "--allow-unreachable",
      description =
          "With --against: do not count it that a server cannot be reached from here, as where few"
              + " ports are published. The summary still says at how many nothing was looked at.")
  private boolean allowUnreachable;

  @Option(
      names = "--write-gaps",
      paramLabel = "FILE",
      description =
          "Write an adapter for the checker here, which has the present deviations as known gaps of"
              + " today, for --checker FILE: from then on only what is new counts. Takes one outside"
              + " program and a FILE.yaml that is not there yet.")
  private Optional<Path> writeGaps = Optional.empty();

  @Option(
      names = "--all",
      description = "Show every row, and every deviation with all there is to say of it.")
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
              + " processors, or twice as many if it mostly waits.")
  private Optional<Integer> jobs = Optional.empty();

  @Option(
      names = "--private-hosts",
      description =
          "Give outside programs the host names, in a private hosts file (Linux, unshare), instead"
              + " of addresses.")
  private boolean privateHosts;

  /** For the help. */
  static final class ShippedNames extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    ShippedNames() {
      super(Checkers.NAMES);
    }
  }

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
    json.ifPresent(file -> ReportFiles.requireWritable("--json", file));
    Optional<GapFile> gaps = writeGaps.map(this::gapFile);
    reports.requireWritable();
    selection.read();
    if (against.isPresent()) {
      Manifest manifest = RunningHarness.manifest(against.get());
      List<CheckedEndpoint> all =
          catalogue.filter(CheckedEndpoint.of(manifest), CheckedEndpoint::scenario);
      RemoteJournal journal = new RemoteJournal(manifest.console(), RunningHarness.token());
      RunningHarness.requireAnswer(against.get(), journal);
      Reach reach = Reach.find(manifest, all, journal);
      List<CheckedEndpoint> targets = reach.targets();
      List<Checker> checkers =
          checkers(
              targets.get(0).location().host(),
              targets.get(0).location().address(),
              manifest.endpoints().stream().map(endpoint -> endpoint.id()).toList());
      say(reach);
      return report(checkers.stream().map(reach::within).toList(), targets, journal, gaps);
    }
    Catalogue chosen = catalogue.chosen(err, Conformance.BASELINE);
    List<Checker> checkers =
        checkers(
            chosen.scenario(Conformance.BASELINE).host(AtsHarness.DEFAULT_DOMAIN, LOOPBACK),
            LOOPBACK,
            catalogue.all().scenarios().stream().map(Scenario::id).toList());
    try (AtsHarness harness =
        AtsHarness.builder()
            .catalogue(chosen)
            .stallTime(Conformance.STALL_TIME)
            .journalCapacity(JOURNAL_CAPACITY)
            .start()) {
      return report(
          checkers, CheckedEndpoint.of(harness.manifest()), new LocalJournal(harness), gaps);
    }
  }

  private GapFile gapFile(Path file) {
    if (choices.size() != 1) {
      throw new UsageException(
          "--write-gaps " + file + ": for which program? Name one, with --exec or --checker");
    }
    Source source = choices.get(0).source;
    try {
      return GapFile.of(
          file,
          source
              .command()
              .map(AdapterFile::ofCommand)
              .orElseGet(() -> AdapterFile.of(source.checker().orElseThrow())));
    } catch (IllegalArgumentException | BadFileException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  /**
   * @param host one of the endpoints' names
   * @param address where they are
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
    List<Checker> own =
        source.command().isPresent()
            ? List.of(known.command(source.command().get()))
            : known.named(source.checker().orElseThrow());
    if (choice.name().isEmpty()) {
      return own;
    }
    if (own.size() != 1 || own.get(0).profile().isPresent()) {
      throw new UsageException(
          "--name " + choice.name().get() + ": the simulated device keeps its names");
    }
    return List.of(known.called(choice.name().get(), own.get(0)));
  }

  /** Results, reports and comparisons know a checker by its name. */
  private static void requireNames(List<Checker> checkers) {
    Set<String> names = new HashSet<>();
    for (Checker checker : checkers) {
      if (!names.add(checker.name())) {
        throw new UsageException(
            "two checkers are called '"
                + checker.name()
                + "'; name each once, and tell two programs of one name apart with --name, as in"
                + " --exec './old/my-check {url}' --name old");
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
                "%s was made with '%s', a checker of your own; name it with --checker or --exec"
                    + " (and --name) as"
                    + " it was named then, for example --rerun %s --exec './%s {url}'",
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

  /** Devices connect to addresses; other programs may resolve a name on the way. */
  private void sayWhetherNamesResolve(List<Checker> checkers, List<CheckedEndpoint> targets) {
    boolean outside = checkers.stream().anyMatch(checker -> checker.profile().isEmpty());
    CheckedEndpoint first = targets.get(0);
    if (!outside || privateHosts || resolves(first.location().host(), first.location().address())) {
      return;
    }
    if (targets.stream().allMatch(one -> one.location().hasAddressUrl())) {
      err.line(
          "note: the scenario names do not resolve here, so programs are given addresses;"
              + " --private-hosts or 'ats-harness hosts --install' gives them names");
    } else {
      err.line(
          "note: the scenario names do not resolve to "
              + HostileText.escape(first.location().address())
              + " here. A program finds a server only if it connects to {address} and {port} and"
              + " sends {host} as SNI. For a program that takes a URL alone: --private-hosts, or"
              + " 'ats-harness hosts --install --address "
              + HostileText.escape(first.location().address())
              + "'");
    }
  }

  /** Which servers are not reached at their own port, and what follows from it. */
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
              + " servers cannot be reached from here, so that nothing can be said of them:");
      reach.unreachable().entrySet().stream()
          .limit(MOST_NAMED)
          .forEach(
              entry ->
                  err.line("  " + HostileText.escape(entry.getKey()) + ": " + entry.getValue()));
      if (reach.unreachable().size() > MOST_NAMED) {
        err.line("  and " + (reach.unreachable().size() - MOST_NAMED) + " more");
      }
      err.line(
          "  Publish these ports too, under the same numbers as inside, or leave the scenarios out"
              + " with --only; --allow-unreachable counts them and lets them pass");
    }
  }

  private int report(
      List<Checker> checkers,
      List<CheckedEndpoint> targets,
      JournalView journal,
      Optional<GapFile> gaps)
      throws IOException, InterruptedException {
    List<String> unknown = selection.unknown(checkers);
    if (!unknown.isEmpty()) {
      err.line(
          "note: not run again, since "
              + selection.rerun().orElseThrow()
              + " has no result of it: "
              + String.join(", ", unknown));
    }
    Map<Checker, List<CheckedEndpoint>> plan = selection.plan(checkers, targets);
    if (plan.isEmpty() && selection.rerun().isPresent()) {
      err.line(selection.nothingAgain(checkers));
      return selection.earlierStatus();
    }
    selection.emptyPart(targets).ifPresent(why -> err.line("note: " + why));
    sayWhetherNamesResolve(checkers, targets);
    Options options =
        new Options(
            Duration.ofSeconds(timeout),
            jobs.map(OptionalInt::of).orElseGet(OptionalInt::empty),
            allowUnsupported);
    LiveProgress progress = new LiveProgress(err, checks(plan));
    ConformanceResult unfinished = UsageException.refusing(() -> Conformance.unfinished(plan));
    try (ResultWriter storage = ResultWriter.of(json, unfinished);
        Conformance run =
            UsageException.refusing(
                () -> new Conformance(plan, journal, options, storage.progress().and(progress)))) {
      StopHook stop = new StopHook(run::close);
      try {
        ConformanceResult result =
            run(run, progress).withShard(selection.shard(targets)).allowing(allowed());
        new Matrix(out, result, all).print();
        out.writer().flush();
        storage.write(result);
        reports.write(result);
        if (gaps.isPresent()) {
          gaps.get().write(result, err);
        }
        return ExitCode.of(result);
      } finally {
        stop.remove();
      }
    }
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

  /** The baseline has two turns. */
  private static Map<String, Integer> checks(Map<Checker, List<CheckedEndpoint>> plan) {
    Map<String, Integer> checks = new LinkedHashMap<>();
    plan.forEach(
        (checker, targets) -> checks.merge(checker.name(), targets.size() + 1, Integer::sum));
    return checks;
  }
}
