package dev.atsharness.cli;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.ClientDuty;
import dev.atsharness.scenario.Scenario;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "list",
    description = "List the scenarios and the violations they have.",
    footer = {
      "",
      "Examples:",
      "  ats-harness list",
      "  ats-harness list --only 'trust/*'",
      "  ats-harness list --code ems-not-negotiated",
      "  ats-harness list --json"
    })
final class ListCommand implements Callable<Integer> {

  @Mixin private CatalogueOptions catalogue;
  @Mixin private CodeOptions codes;

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  private final Terminal out;

  ListCommand(Terminal out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    List<Scenario> chosen =
        catalogue.chosen().scenarios().stream()
            .filter(scenario -> codes.matches(scenario.expect().violations()))
            .toList();
    if (chosen.isEmpty()) {
      throw codes.nothing();
    }
    if (json) {
      out.line(json(chosen).toPrettyString());
    } else {
      Table table = new Table();
      if (out.interactive()) { // for a user; a program that reads a pipe needs only the scenarios
        table.row("SCENARIO", "VIOLATIONS", "TITLE");
      }
      for (Scenario scenario : chosen) {
        table.row(
            scenario.id(), codes(scenario.expect().violations()), scenario.description().title());
      }
      table.print(out);
    }
    return ExitCode.OK;
  }

  static String codes(List<Violation> violations) {
    return violations.isEmpty()
        ? "-"
        : violations.stream().map(Violation::code).collect(Collectors.joining(", "));
  }

  private static String label(ClientDuty duty) {
    return duty.connects() ? "connect" : "refuse";
  }

  private static ArrayNode json(List<Scenario> scenarios) {
    ArrayNode all = JsonMapper.shared().createArrayNode();
    for (Scenario scenario : scenarios) {
      ObjectNode node = all.addObject();
      node.put("id", scenario.id());
      node.put("title", scenario.description().title());
      node.put("role", scenario.description().role().label());
      node.put("control", scenario.control().orElse(null));
      ArrayNode violations = node.putArray("violations");
      scenario.expect().violations().forEach(violation -> violations.add(violation.code()));
      ArrayNode implied = node.putArray("implied");
      scenario.expect().implied().forEach(violation -> implied.add(violation.code()));
      node.put("ats", scenario.expect().ats().label());
      node.put("fcp", scenario.expect().fcp().label());
      node.put("clientMust", scenario.expect().duty().map(ListCommand::label).orElse(null));
      node.put("evidence", scenario.grounds().evidence().label());
      ArrayNode devices = node.putArray("devices");
      scenario.grounds().devices().forEach(devices::add);
    }
    return all;
  }
}
