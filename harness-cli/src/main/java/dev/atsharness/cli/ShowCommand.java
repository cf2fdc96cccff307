package dev.atsharness.cli;

import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientDuty;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.Expectation;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.Fix;
import dev.atsharness.scenario.internal.Product;
import dev.atsharness.scenario.internal.Rule;
import dev.atsharness.scenario.internal.ScenarioSheet;
import dev.atsharness.scenario.internal.ScenarioSheet.Client;
import dev.atsharness.scenario.internal.ScenarioSheet.Message;
import dev.atsharness.scenario.internal.ScenarioSheet.Next;
import dev.atsharness.scenario.internal.ScenarioSheet.Setting;
import dev.atsharness.scenario.internal.Sources;
import java.util.LinkedHashSet;
import java.util.List;
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
        "Show a scenario: the fault, what each client does, Apple's exact messages, and the"
            + " remedy.",
    footer = {
      "",
      "Examples:",
      "  ats-harness show handshake/no-ems",
      "  ats-harness show handshake/no-ems --product nginx"
    })
final class ShowCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ID", description = "The scenario, e.g. handshake/no-ems.")
  private String id;

  @Mixin private CatalogueOptions catalogue;

  @Mixin private ProductOption product;

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
    List<Product> products = product.products();
    Catalogue all = catalogue.all();
    Scenario scenario = catalogue.scenario(all, id);
    ScenarioSheet sheet =
        ScenarioSheet.of(
            scenario,
            scenario.control().map(all::scenario),
            all,
            one -> one.host(domain, "127.0.0.1"));
    heading(scenario);
    settings(sheet.settings());
    clients(sheet.clients(), sheet.next(), scenario.expect().duty());
    messages("Apple's messages", sheet.messages());
    sheet
        .next()
        .ifPresent(
            next ->
                messages(
                    "Apple's messages about the second server, " + next.id(), next.messages()));
    cures(sheet, products);
    return ExitCode.OK;
  }

  private void heading(Scenario scenario) {
    Expectation expect = scenario.expect();
    Scenario.Description description = scenario.description();
    out.line(out.style(Terminal.Style.STRONG, scenario.id() + ": " + description.title()));
    out.line();
    out.line(description.why().strip());
    out.line();
    Table facts = new Table().row("role", description.role().label());
    scenario.control().ifPresent(control -> facts.row("control", control));
    facts.row("violations", ListCommand.codes(expect.violations()));
    if (!expect.implied().isEmpty()) {
      facts.row("implied", ListCommand.codes(expect.implied()));
    }
    facts.row("ATS", expect.ats().label());
    facts.row("FCP v2.1", expect.fcp().label());
    facts.row("evidence", scenario.grounds().evidence().label());
    scenario.grounds().devices().forEach(device -> facts.row("seen on", device));
    facts.row("references", String.join(", ", scenario.grounds().references()));
    Sources.builtIn()
        .cited(scenario.grounds().references())
        .forEach(source -> facts.row("source", source.text()));
    facts.row("file", catalogue.file(scenario.id()));
    facts.print(out);
  }

  private void settings(List<Setting> settings) {
    section("Settings (the others are those of a compliant server)");
    if (settings.isEmpty()) {
      out.line("nothing");
    }
    Table table = new Table();
    for (Setting setting : settings) {
      String value = setting.value().orElse("(not set)");
      table.row(
          setting.path(), setting.controlDiffers() ? value + "  # the control differs" : value);
    }
    table.print(out);
  }

  private void clients(List<Client> clients, Optional<Next> next, Optional<ClientDuty> duty) {
    section("What clients do");
    Table table = new Table();
    for (Client client : clients) {
      table.row(
          client.profile().id(), connects(client, next), client.logs(), client.profile().title());
    }
    table.print(out);
    duty.ifPresent(one -> out.line(one.sentence()));
  }

  /** Whether a client connects, and if not, at which of two servers. */
  private static String connects(Client client, Optional<Next> next) {
    boolean elsewhere =
        next.isPresent() && client.expectation().connects() == ClientExpectation.Connects.FALSE;
    return elsewhere ? client.connects() + ", at " + next.orElseThrow().id() : client.connects();
  }

  private void messages(String title, List<Message> messages) {
    if (messages.isEmpty()) {
      return;
    }
    section(title);
    for (Message message : messages) {
      message.texts().forEach((release, text) -> out.line(release.label() + "  " + text));
      reach(message);
    }
  }

  /** Prints a note if it is not certain that a device writes the message that Apple documents. */
  private void reach(Message message) {
    switch (message.reach()) {
      case WRITTEN -> {
        return;
      }
      case BY_OTHERS -> {
        message.devices().stream()
            .filter(client -> client.expectation().logs().contains(message.violation()))
            .map(Client::profile)
            .forEach(
                profile ->
                    out.line(
                        "      No iOS system process as known today writes this here; "
                            + profile.id()
                            + " does ("
                            + profile.title()
                            + ")."));
        return;
      }
      case POSSIBLE -> out.line("      It is unknown whether a device writes this. What it does:");
      case UNREACHED ->
          out.line("      No current device is known to write this for this server. Instead:");
    }
    for (Client device : message.devices()) {
      out.line("      " + device.profile().id() + ": " + device.connects() + ", " + device.logs());
    }
  }

  private void cures(ScenarioSheet sheet, List<Product> products) {
    if (sheet.cures().isEmpty() && sheet.causes().isEmpty()) {
      return;
    }
    section(
        sheet.passes()
            ? "How to avoid the message (the server passes as it is)"
            : "How to fix such a server");
    sheet.causes().forEach(cause -> out.line(cause.name() + ": " + cause.remedy()));
    Set<Fix> fixes = new LinkedHashSet<>();
    sheet.causes().forEach(cause -> cause.fix().ifPresent(fixes::add));
    for (Rule rule : sheet.cures()) {
      out.line(rule.violation() + ": " + rule.remedy().text());
      fixes.add(rule.remedy().fix());
    }
    if (products.isEmpty() && !fixes.isEmpty()) {
      out.line("What to write into the configuration of a server: --product NAME, one of");
      out.line(ProductOption.names() + ".");
    }
    fixes.forEach(fix -> ProductOption.lines(fix, products).forEach(out::line));
  }

  private void section(String title) {
    out.line();
    out.line(out.style(Terminal.Style.STRONG, title));
  }
}
