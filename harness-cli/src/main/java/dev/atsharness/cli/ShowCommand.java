package dev.atsharness.cli;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.AppleMessages;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.Expectation;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.scenario.Rules;
import dev.atsharness.scenario.Scenario;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description =
        "Show a scenario: what is wrong and how, what each client does, Apple's exact messages, the cure.",
    footer = {"", "Examples:", "  ats-harness show handshake/no-ems"})
final class ShowCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ID", description = "The scenario, e.g. handshake/no-ems.")
  private String id;

  @Mixin private CatalogueOptions catalogue;

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      defaultValue = "ats-harness.test",
      description = "Parent of all host names; ${DEFAULT-VALUE} by default.")
  private String domain;

  private final Terminal out;

  ShowCommand(Terminal out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    Catalogue all = catalogue.all();
    Scenario scenario = catalogue.scenario(all, id);
    heading(scenario);
    settings(scenario, scenario.control().map(all::scenario));
    clients(scenario, all.profiles());
    messages(scenario, all.profiles());
    cures(scenario, all.profiles());
    return ExitCode.OK;
  }

  private void heading(Scenario scenario) {
    Expectation expect = scenario.expect();
    out.line(out.style(Terminal.Style.STRONG, scenario.id() + ": " + scenario.title()));
    out.line();
    out.line(scenario.why().strip());
    out.line();
    Table facts = new Table().row("role", scenario.role().label());
    scenario.control().ifPresent(control -> facts.row("control", control));
    facts.row("violations", ListCommand.codes(expect.violations()));
    if (!expect.implied().isEmpty()) {
      facts.row("implied", ListCommand.codes(expect.implied()));
    }
    facts.row("ATS", expect.ats().label());
    facts.row("FCP v2.1", expect.fcp().label());
    facts.row("evidence", scenario.evidence().label());
    facts.row("references", String.join(", ", scenario.references()));
    facts.row("file", catalogue.file(scenario.id()));
    facts.print(out);
  }

  private void settings(Scenario scenario, Optional<Scenario> control) {
    section("What is set (the rest is as in a compliant server)");
    Map<String, String> rows = new LinkedHashMap<>(scenario.written());
    List<String> different = control.map(scenario::differencesFrom).orElse(List.of());
    for (String path : different) {
      if (rows.keySet().stream().noneMatch(row -> isOrIsBelow(row, path))) {
        rows.put(path, "(not set)");
      }
    }
    if (rows.isEmpty()) {
      out.line("nothing");
    }
    Table table = new Table();
    rows.forEach(
        (path, value) ->
            table.row(
                path,
                different.stream().anyMatch(one -> isOrIsBelow(path, one))
                    ? value + "  # the control differs"
                    : value));
    table.print(out);
  }

  private static boolean isOrIsBelow(String path, String other) {
    return path.equals(other) || path.startsWith(other + ".");
  }

  private void clients(Scenario scenario, List<ClientProfile> profiles) {
    section("What clients do");
    Table table = new Table();
    for (ClientProfile profile : profiles) {
      ClientExpectation client = scenario.expectationFor(profile);
      table.row(profile.id(), connects(client), logs(profile, client));
    }
    table.print(out);
  }

  private static String connects(ClientExpectation client) {
    return switch (client.connects()) {
      case TRUE -> "connects";
      case FALSE ->
          "refused"
              + client.refusedBy().map(side -> " by the " + side.label()).orElse("")
              + client.alert().map(alert -> ", alert " + alert).orElse("");
      case UNKNOWN -> "no source says";
    };
  }

  private static String logs(ClientProfile profile, ClientExpectation client) {
    if (!profile.logs()) {
      return "(its log lines are not known)";
    }
    String logs = ListCommand.codes(client.logs());
    String may = ListCommand.codes(client.mayLog());
    if (client.mayLog().isEmpty()) {
      return client.logs().isEmpty() ? "logs nothing" : "logs " + logs;
    }
    return client.logs().isEmpty()
        ? "may log " + may + ", nothing else"
        : "logs " + logs + ", may log " + may;
  }

  private void messages(Scenario scenario, List<ClientProfile> profiles) {
    AppleMessages messages = new AppleMessages(scenario, profiles);
    if (messages.violations().isEmpty()) {
      return;
    }
    section("Apple's messages");
    String host = scenario.host(domain, "127.0.0.1");
    for (Violation violation : messages.violations()) {
      for (OsRelease release : OsRelease.values()) {
        if (release.knows(violation)) {
          out.line(release.label() + "  " + messages.of(violation, release, host));
        }
      }
      reach(scenario, violation, profiles);
    }
  }

  /** Says so where no device surely gets as far as writing the message that Apple documents. */
  private void reach(Scenario scenario, Violation violation, List<ClientProfile> profiles) {
    List<ClientProfile> devices =
        profiles.stream()
            .filter(profile -> profile.logs() && profile.verifiesTrust())
            .filter(profile -> profile.release().knows(violation))
            .toList();
    boolean written =
        devices.stream()
            .map(scenario::expectationFor)
            .anyMatch(client -> client.logs().contains(violation));
    if (written) {
      return;
    }
    boolean possible =
        devices.stream()
            .map(scenario::expectationFor)
            .anyMatch(client -> client.mayLog().contains(violation));
    out.line(
        possible
            ? "      Whether a device gets as far as writing this is not known. What it does:"
            : "      No current device is known to write this here. Instead:");
    for (ClientProfile device : devices) {
      ClientExpectation client = scenario.expectationFor(device);
      out.line("      " + device.id() + ": " + connects(client) + ", " + logs(device, client));
    }
  }

  private void cures(Scenario scenario, List<ClientProfile> profiles) {
    Set<Violation> curable = new LinkedHashSet<>(scenario.expect().violations());
    if (curable.isEmpty() && !scenario.exempt()) {
      curable.addAll(scenario.expect().implied());
      curable.addAll(AppleMessages.possible(scenario, profiles));
    }
    if (curable.isEmpty()) {
      return;
    }
    section(
        scenario.expect().ats() == Verdict.PASS && scenario.expect().fcp() == Verdict.PASS
            ? "How to be rid of the message (the server passes as it is)"
            : "How to fix such a server");
    Rules rules = Rules.builtIn();
    for (Violation violation : curable) {
      out.line(violation + ": " + rules.of(violation).remedy());
      out.line("'ats-harness explain " + violation + "' shows server configurations.");
    }
  }

  private void section(String title) {
    out.line();
    out.line(out.style(Terminal.Style.STRONG, title));
  }
}
