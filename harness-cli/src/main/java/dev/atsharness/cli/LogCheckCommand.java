package dev.atsharness.cli;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.internal.DeviceContribution;
import dev.atsharness.conformance.internal.FindingsOnHarness;
import dev.atsharness.conformance.internal.JoinedJournals;
import dev.atsharness.conformance.internal.JournalView;
import dev.atsharness.conformance.internal.LogCheck;
import dev.atsharness.conformance.internal.RemoteJournal;
import dev.atsharness.conformance.internal.StoredJournal;
import dev.atsharness.log.LogFinding;
import dev.atsharness.log.LogSummary;
import dev.atsharness.log.Unread;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.internal.Glob;
import dev.atsharness.server.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "check",
    description = {
      "Judge a device by its log: whether it flagged each scenario of a harness as such a device"
          + " should. The device is a checker, with the outcomes and reports of 'ats-harness"
          + " check'."
    },
    footer = {
      "",
      "Lines are matched to scenarios by host name, and to the connections that the harness's",
      "journal saw while the log was written: a device that never connected (no-contact) differs",
      "from one that connected and logged nothing (missed), something else (false-alarm) or refused",
      "as an enforcing device should (agreed). Where the log has no line, nothing is judged unless the",
      "log was read whole and names a host of the harness.",
      "",
      "Examples:",
      "  ats-harness log check ats.ndjson --against http://127.0.0.1:8090",
      "  ats-harness log check ats.txt --against ready.json --as ${bundle:oldest-device}",
      "  ats-harness log check sysdiagnose.tar.gz --state ~/.ats-harness --html report.html",
      "  ats-harness log check ats.ndjson --state ~/.ats-harness --contribute result.yaml \\",
      "    --device-os 'iOS ${bundle:reference-release}' --device-model iPhone17,2 --log-taken sysdiagnose",
      "",
      "Exit status: 0 all as expected, 1 deviations, 2 wrong usage, 3 cannot tell: no host of the",
      "harness occurs in the log, a part of the log was not read or not understood, or the device",
      "objected to the baseline; or the harness failed."
    })
final class LogCheckCommand implements Callable<Integer> {

  @Mixin private LogInput log;

  @Option(
      names = "--against",
      paramLabel = "MANIFEST|URL",
      description =
          "The harness that the device visited: the file of 'serve --ready-file', or its console's"
              + " URL.")
  private Optional<String> against = Optional.empty();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "The harness that last served with this --state.")
  private Optional<Path> state = Optional.empty();

  @Option(
      names = "--as",
      paramLabel = "PROFILE",
      description =
          "The client profile with which the device is compared; by default"
              + " ${bundle:enforcing-device} if its lines begin with Error,"
              + " ${bundle:reference-device} if not.")
  private Optional<String> as = Optional.empty();

  @Option(
      names = "--client",
      paramLabel = "IP",
      description =
          "The device's address, if others also connected to the harness; by default those"
              + " addresses count that connected to a scenario when the log has a line about it.")
  private Optional<String> client = Optional.empty();

  @Option(
      names = "--only",
      paramLabel = "GLOB",
      description = "Only scenarios whose id matches, e.g. 'handshake/*'. May be repeated.")
  private List<String> only = List.of();

  @Option(
      names = "--visited",
      description = "Leave out scenarios to which the device never connected.")
  private boolean visited;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      converter = OutputPath.class,
      description = "Write the result as JSON here.")
  private Optional<Path> json = Optional.empty();

  @Mixin private ReportFiles reports;

  @Mixin private Contribution contribution;

  private final Terminal out;
  private final Terminal err;

  LogCheckCommand(Terminal out, Terminal err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Catalogue catalogue = Catalogue.builtIn();
    contribution.check(catalogue);
    Manifest manifest = manifest();
    List<CheckedEndpoint> endpoints = targets(manifest);
    JournalView journal = journal(manifest);
    FindingsOnHarness own = new FindingsOnHarness(endpoints);
    LogSummary summary = log.read(err, log.reader().lookingFor(LogCheck.domains(endpoints)), own);
    tell(own);
    tell(summary);
    List<LogFinding> findings = own.findings();
    ClientProfile profile = profile(findings, catalogue);
    profile.release().note().ifPresent(note -> err.line("note: " + note));
    LogCheck check =
        new LogCheck(
            endpoints,
            catalogue.stated(profile).id(),
            profile.release().described(),
            journal,
            Clock.systemUTC());
    ConformanceResult all = check.judge(summary, findings);
    ConformanceResult result = visited ? LogCheck.visited(all) : all;
    new Matrix(out, result).print();
    out.writer().flush();
    if (json.isPresent()) {
      OutputFile.write("--json", json.get(), result.toJson() + "\n");
    }
    reports.write(result);
    if (contribution.wanted()) {
      contribution.write(
          DeviceContribution.of(check, endpoints, summary, findings), all, summary, catalogue, err);
    }
    return ExitCode.of(result);
  }

  private Manifest manifest() throws InterruptedException {
    if (against.isPresent() == state.isPresent()) {
      throw new UsageException(
          "which harness did the device visit? Give either --against MANIFEST|URL or --state DIR");
    }
    if (against.isPresent()) {
      return RunningHarness.manifest(against.get());
    }
    Path file = ListenOptions.manifest(state.get());
    if (!Files.exists(file)) {
      throw new UsageException(
          "--state " + state.get() + ": no harness has served with it yet, there is no " + file);
    }
    return RunningHarness.manifest(file.toString());
  }

  private List<CheckedEndpoint> targets(Manifest manifest) {
    List<CheckedEndpoint> all = CheckedEndpoint.of(manifest);
    for (String glob : only) {
      if (all.stream().map(CheckedEndpoint::scenario).noneMatch(new Glob(glob)::matches)) {
        throw new UsageException("no endpoint matches '" + glob + "'");
      }
    }
    return all.stream()
        .filter(
            endpoint ->
                only.isEmpty()
                    || only.stream().anyMatch(glob -> new Glob(glob).matches(endpoint.scenario())))
        .toList();
  }

  /**
   * Returns the connections that harnesses of this authority saw: the running one, and earlier ones
   * that stored their journals.
   */
  private JournalView journal(Manifest manifest) throws IOException, InterruptedException {
    List<JournalView> journals = new ArrayList<>();
    Optional<Path> kept = state.map(ListenOptions::journal).filter(Files::exists);
    if (kept.isPresent()) {
      journals.add(new StoredJournal(kept.get()));
    }
    live(manifest).ifPresent(journals::add);
    if (journals.isEmpty()) {
      err.line(
          "note: the harness that wrote this manifest does not run any more, and its journal is"
              + " gone, so it is unknown whether the device connected. Silence counts as agreement"
              + " if nothing has to be logged");
    }
    return new JoinedJournals(
        journals, contact -> client.filter(address -> !address.equals(contact.client())).isEmpty());
  }

  private static Optional<JournalView> live(Manifest manifest)
      throws IOException, InterruptedException {
    try {
      Manifest running = RunningHarness.manifest(manifest.console().toString());
      return running.ca().sha256().equals(manifest.ca().sha256())
          ? Optional.of(new RemoteJournal(manifest.console(), RunningHarness.token()).snapshot())
          : Optional.empty();
    } catch (RunningHarness.TokenException e) {
      throw e;
    } catch (UsageException e) {
      return Optional.empty();
    }
  }

  private ClientProfile profile(List<LogFinding> findings, Catalogue catalogue) {
    if (as.isPresent()) {
      return UsageException.refusing(() -> catalogue.profile(as.get()));
    }
    Optional<ClientProfile> stated = contribution.profile(catalogue);
    if (stated.isPresent()) {
      return stated.get();
    }
    ClientProfile profile = LogCheck.profile(findings, catalogue);
    err.line(
        "note: compared with "
            + profile.id()
            + ", because its lines "
            + (profile.enforcement().mode() == Mode.ENFORCE ? "begin" : "do not begin")
            + " with Error; --as PROFILE chooses another");
    return profile;
  }

  private void tell(LogSummary summary) {
    for (Unread part : summary.unread()) {
      err.line("not read: " + HostileText.escape(part.what()));
      part.remedy().lines().forEach(line -> err.line("  " + HostileText.escape(line)));
      part.samples().forEach(line -> err.line("  > " + HostileText.escape(line)));
    }
  }

  private void tell(FindingsOnHarness findings) {
    if (findings.others() > 0) {
      err.line(
          "note: violations of servers that are not among these scenarios: "
              + findings.others()
              + "; 'ats-harness log explain' lists them");
    }
    if (findings.nameless() > 0) {
      err.line(
          "note: violations without a server name, which cannot be judged: " + findings.nameless());
    }
  }
}
