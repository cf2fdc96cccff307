package dev.atsharness.cli;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.Citation;
import dev.atsharness.scenario.internal.Product;
import dev.atsharness.scenario.internal.Rule;
import dev.atsharness.scenario.internal.Rules;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "explain",
    description =
        "Explain a violation code: what it means, Apple's messages, how to configure a server.",
    footer = {
      "",
      "Examples:",
      "  ats-harness explain",
      "  ats-harness explain ems-not-negotiated",
      "  ats-harness explain ems-not-negotiated --product haproxy"
    })
final class ExplainCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "CODE",
      description = "The violation code; without one, all are listed.")
  private Optional<String> code = Optional.empty();

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Mixin private ProductOption product;

  private final Terminal out;

  ExplainCommand(Terminal out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    List<Product> products = product.products();
    Rules rules = Rules.builtIn();
    if (code.isPresent()) {
      Rule rule = named(rules, code.get());
      if (json) {
        out.line(json(rule).toPrettyString());
      } else {
        print(rule, products);
      }
    } else if (json) {
      ArrayNode all = JsonMapper.shared().createArrayNode();
      rules.all().forEach(rule -> all.add(json(rule)));
      out.line(all.toPrettyString());
    } else {
      Table table = new Table();
      rules.all().forEach(rule -> table.row(rule.violation().code(), rule.title()));
      table.print(out);
    }
    return ExitCode.OK;
  }

  private static Rule named(Rules rules, String code) {
    try {
      return rules.named(code);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage() + "\n'ats-harness explain' lists them", e);
    }
  }

  private void print(Rule rule, List<Product> products) {
    section(rule.violation() + " (" + kind(rule.violation()) + "): " + rule.title());
    out.line(rule.meaning());
    out.line();
    new Table()
        .row("threshold", rule.threshold())
        .row("evidence", rule.grounds().evidence().label())
        .print(out);
    rule.grounds().sources().forEach(source -> out.line("source     " + source.text()));
    out.line();
    section("Apple's messages");
    rule.messages()
        .byRelease()
        .forEach((release, message) -> out.line(release.label() + "  " + message));
    rule.messages()
        .quotes()
        .ifPresent(quotes -> out.line(quotes.placeholder() + " is " + quotes.standsFor() + "."));
    rule.coverage()
        .unreachable()
        .ifPresent(reason -> out.line("No server can cause this. " + reason));
    rule.coverage()
        .unreachableOver()
        .forEach(
            (version, reason) ->
                out.line("No server can cause this over " + version + ". " + reason));
    out.line();
    List<String> scenarios = scenarios(rule);
    if (!scenarios.isEmpty()) {
      section("Scenarios with this violation");
      scenarios.forEach(out::line);
      out.line();
    }
    section("How to fix such a server");
    Rule.Remedy remedy = rule.remedy();
    out.line(remedy.text());
    remedy.commands().ifPresent(commands -> snippet("shell", commands));
    if (products.isEmpty()) {
      out.line();
      out.line("What to write into the configuration of a server: --product NAME, one of");
      out.line(ProductOption.names() + ".");
    }
    ProductOption.lines(remedy.fix(), products).forEach(out::line);
  }

  private static List<String> scenarios(Rule rule) {
    return Catalogue.builtIn().scenarios().stream()
        .filter(scenario -> scenario.expect().violations().contains(rule.violation()))
        .map(Scenario::id)
        .toList();
  }

  private void section(String title) {
    out.line(out.style(Terminal.Style.STRONG, title));
  }

  private void snippet(String where, String text) {
    out.line();
    out.line(out.style(Terminal.Style.FAINT, where));
    text.lines().forEach(line -> out.line("  " + line));
  }

  private static String kind(Violation violation) {
    return switch (violation.kind()) {
      case ATS -> "ATS";
      case FCP -> "FCP v2.1";
    };
  }

  private static ObjectNode json(Rule rule) {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("code", rule.violation().code());
    node.put("kind", kind(rule.violation()));
    node.put("title", rule.title());
    node.put("meaning", rule.meaning());
    node.put("threshold", rule.threshold());
    ObjectNode messages = node.putObject("messages");
    rule.messages()
        .byRelease()
        .forEach((release, message) -> messages.put(release.label(), message));
    rule.messages()
        .quotes()
        .ifPresent(
            quotes ->
                node.putObject("quotes")
                    .put("placeholder", quotes.placeholder())
                    .put("standsFor", quotes.standsFor()));
    rule.coverage().unreachable().ifPresent(reason -> node.put("unreachable", reason));
    if (!rule.coverage().unreachableOver().isEmpty()) {
      ObjectNode over = node.putObject("unreachableOver");
      rule.coverage()
          .unreachableOver()
          .forEach((version, reason) -> over.put(version.label(), reason));
    }
    ArrayNode scenarios = node.putArray("scenarios");
    scenarios(rule).forEach(scenarios::add);
    node.put("remedy", rule.remedy().text());
    rule.remedy().commands().ifPresent(commands -> node.put("commands", commands));
    ObjectNode servers = node.putObject("servers");
    rule.remedy().fix().snippets().forEach(servers::put);
    node.put("evidence", rule.grounds().evidence().label());
    ArrayNode sources = node.putArray("sources");
    rule.grounds().sources().forEach(source -> sources.add(source.text()));
    node.set("citations", Citation.json(rule.grounds().sources()));
    return node;
  }
}
