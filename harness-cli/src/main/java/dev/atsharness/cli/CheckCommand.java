package dev.atsharness.cli;

import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.Conformance;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.ConsoleJournal;
import dev.atsharness.conformance.ContactLog;
import dev.atsharness.conformance.HarnessJournal;
import dev.atsharness.conformance.HostileText;
import dev.atsharness.conformance.Options;
import dev.atsharness.conformance.Reach;
import dev.atsharness.conformance.Target;
import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Manifest;
import dev.atsharness.yaml.BadFileException;
import dev.atsharness.yaml.NearNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "check",
    description = "Run checkers against the scenarios and judge what they report.",
    footer = {
      "",
      "Examples:",
      "  ats-harness check",
      "  ats-harness check --checker testssl --only 'handshake/*' --html report.html",
      "  ats-harness check --exec './my-check {url}' --private-hosts",
      "  ats-harness check --checker ./my-scanner.yaml --jobs 4",
      "  ats-harness check --against ready.json",
      "  ats-harness check --shard 1/4 --json shard-1.json",
      "  ats-harness check --rerun result.json",
      "  ats-harness check --rerun result.json --exec './my-check {url}'",
      "  ats-harness check --against http://127.0.0.1:8090 --json result.json",
      "",
      "Exit status: 0 all as expected, 1 deviations, 2 wrong usage, 3 the harness failed or the",
      "baseline did, so that nothing can be said, or a server cannot be reached from here."
    })
final class CheckCommand implements Callable<Integer> {

  /** Some scanners connect 500 times to each endpoint, and work on several at once. */
  private static final int JOURNAL_CAPACITY = 4000;

  private static final String LOOPBACK = "127.0.0.1";

  /** Servers that cannot be reached are mostly few, or all. */
  private static final int MOST_NAMED = 10;

  @Option(
      names = "--checker",
      paramLabel = "NAME",
      description =
          "simulated-device, simulated-device:PROFILE, the name of a shipped adapter"
              + " (${COMPLETION-CANDIDATES}) or an adapter file of your own, ./NAME.yaml; may be"
              + " repeated. By default the simulated device with every profile and every scanner"
              + " that is installed.",
      completionCandidates = ShippedNames.class)
  private List<String> names = List.of();

  @Option(
      names = "--exec",
      paramLabel = "COMMAND",
      description =
          "A program of your own, run by the shell at each endpoint, for example './my-check"
              + " {url}'. It prints a violation code per line, or OK, or UNSUPPORTED and a reason."
              + " May be repeated.")
  private List<String> commands = List.of();

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
    reports.requireWritable();
    selection.read();
    if (against.isPresent()) {
      Manifest manifest = Against.manifest(against.get());
      List<Target> chosen = catalogue.filter(Target.of(manifest), Target::scenario);
      ConsoleJournal journal = new ConsoleJournal(manifest.console(), Against.token());
      Against.requireAnswer(against.get(), journal);
      Reach reach = Reach.find(manifest, chosen, journal);
      List<Target> targets = reach.targets();
      List<Checker> checkers = checkers(targets.get(0).host(), targets.get(0).address());
      say(reach);
      return report(checkers.stream().map(reach::within).toList(), targets, journal);
    }
    Catalogue chosen = catalogue.chosen(err, Conformance.BASELINE);
    List<Checker> checkers =
        checkers(
            chosen.scenario(Conformance.BASELINE).host(AtsHarness.DEFAULT_DOMAIN, LOOPBACK),
            LOOPBACK);
    warnOfGapsNowhere(checkers, catalogue.all().scenarios().stream().map(Scenario::id).toList());
    try (AtsHarness harness =
        AtsHarness.builder()
            .catalogue(chosen)
            .stallTime(Conformance.STALL_TIME)
            .journalCapacity(JOURNAL_CAPACITY)
            .start()) {
      return report(checkers, Target.of(harness.manifest()), new HarnessJournal(harness));
    }
  }

  /**
   * @param host one of the endpoints' names
   * @param address where they are
   */
  private List<Checker> checkers(String host, String address)
      throws IOException, InterruptedException {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Clock clock = Clock.system(ZoneId.systemDefault());
    Checkers known = checkers(new Checkers(Catalogue.builtIn().profiles(), clock, path));
    if (names.isEmpty() && commands.isEmpty()) {
      return selection.rerun().isPresent() ? earlier(known) : known.installed();
    }
    List<Checker> chosen = new ArrayList<>();
    try {
      for (String name : names) {
        chosen.addAll(known.named(name));
      }
      boolean resolves = !commands.isEmpty() && resolves(host, address);
      commands.forEach(command -> chosen.add(known.command(command, resolves)));
    } catch (IllegalArgumentException | BadFileException e) {
      throw new UsageException(e.getMessage(), e);
    }
    return chosen;
  }

  private List<Checker> earlier(Checkers known) throws IOException, InterruptedException {
    List<Checker> chosen = new ArrayList<>();
    Path file = selection.rerun().orElseThrow();
    for (String name : selection.checkers()) {
      if (!known.hasName(name)) {
        throw new UsageException(
            String.format(
                "%s was made with '%s', a checker of your own; name it with --checker or --exec as"
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

  /** A gap that names no scenario excuses nothing, and never turns out to be gone. */
  private void warnOfGapsNowhere(List<Checker> checkers, List<String> scenarios) {
    for (Checker checker : checkers) {
      checker.limits().knownGaps().stream()
          .flatMap(gap -> gap.scenario().stream())
          .filter(id -> !scenarios.contains(id))
          .forEach(
              id ->
                  err.line(
                      "warning: "
                          + checker.name()
                          + ": a known gap names '"
                          + id
                          + "', which is no scenario"
                          + NearNames.hint(id, scenarios)));
    }
  }

  private static boolean resolves(String host, String address) {
    return Resolution.of(host).filter(found -> found.getHostAddress().equals(address)).isPresent();
  }

  /** Devices connect to addresses; other programs may resolve a name on the way. */
  private void sayWhetherNamesResolve(List<Checker> checkers, List<Target> targets) {
    boolean outside = checkers.stream().anyMatch(checker -> checker.profile().isEmpty());
    Target first = targets.get(0);
    if (!outside || privateHosts || resolves(first.host(), first.address())) {
      return;
    }
    if (targets.stream().allMatch(Target::hasAddressUrl)) {
      err.line(
          "note: the scenario names do not resolve here, so programs are given addresses;"
              + " --private-hosts or 'ats-harness hosts --install' gives them names");
    } else {
      err.line(
          "note: the scenario names do not resolve to "
              + HostileText.escape(first.address())
              + " here. A program finds a server only if it connects to {address} and {port} and"
              + " sends {host} as SNI. For a program that takes a URL alone: --private-hosts, or"
              + " 'ats-harness hosts --install --address "
              + HostileText.escape(first.address())
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
              + " with --only");
    }
  }

  private int report(List<Checker> checkers, List<Target> targets, ContactLog journal)
      throws IOException, InterruptedException {
    Map<Checker, List<Target>> plan = selection.plan(checkers, targets);
    if (plan.isEmpty() && selection.rerun().isPresent()) {
      err.line("nothing to check: none of these checkers deviates in " + selection.rerun().get());
      return ExitCode.OK;
    }
    sayWhetherNamesResolve(checkers, targets);
    Options options =
        new Options(
            Duration.ofSeconds(timeout), jobs.map(OptionalInt::of).orElseGet(OptionalInt::empty));
    LiveProgress progress = new LiveProgress(err, checks(plan));
    ConformanceResult unfinished = UsageException.refusing(() -> Conformance.unfinished(plan));
    try (Storage storage = Storage.of(json, unfinished);
        Conformance run =
            UsageException.refusing(
                () -> new Conformance(plan, journal, options, storage.progress().and(progress)))) {
      StopHook stop = new StopHook(run::close);
      try {
        ConformanceResult result = run(run, progress).withShard(selection.shard());
        new Matrix(out, result).print();
        out.writer().flush();
        storage.write(result);
        reports.write(result);
        return ExitCode.of(result);
      } finally {
        stop.remove();
      }
    }
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
  private static Map<String, Integer> checks(Map<Checker, List<Target>> plan) {
    Map<String, Integer> checks = new LinkedHashMap<>();
    plan.forEach(
        (checker, targets) -> checks.merge(checker.name(), targets.size() + 1, Integer::sum));
    return checks;
  }
}
