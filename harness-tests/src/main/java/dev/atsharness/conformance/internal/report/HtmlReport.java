package dev.atsharness.conformance.internal.report;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.internal.Grounds;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.log.internal.text.Resources;
import dev.atsharness.scenario.internal.Citation;
import dev.atsharness.scenario.internal.Rules;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a result as one HTML page that needs no network and no server. The page contains the
 * result as data. Its script shows the data as text, never as markup, and its policy forbids other
 * scripts.
 */
public final class HtmlReport {

  private static final JsonMapper JSON = JsonMapper.shared();

  private HtmlReport() {}

  public static String of(ConformanceResult result) {
    return ReportPageRenderer.of()
        .execute(
            new ReportPage(
                Resources.text(HtmlReport.class, "report.css"),
                Resources.text(HtmlReport.class, "report.js"),
                Grounds.TRUTH,
                data(result)));
  }

  /** Returns JSON that is safe in a script element, with all characters visible. */
  private static String data(ConformanceResult result) {
    ObjectNode data = (ObjectNode) visible(JSON.readTree(slim(result).toJson()));
    data.put("summary", HostileText.escape(Summary.headline(result)));
    data.path("scenarios")
        .forEach(
            scenario -> grounds(result, (ObjectNode) scenario, scenario.path("id").asString()));
    for (int i = 0; i < result.checkers().size(); i++) {
      ObjectNode checker = (ObjectNode) data.path("checkers").path(i);
      Summary.open(result, result.checkers().get(i))
          .ifPresent(sentence -> checker.put("open", sentence));
    }
    ObjectNode sources = data.putObject("sources");
    Rules.builtIn()
        .all()
        .forEach(
            rule -> sources.set(rule.violation().code(), Citation.json(rule.grounds().sources())));
    ArrayNode outcomes = data.putArray("outcomes");
    Arrays.stream(Outcome.values())
        .forEach(o -> outcomes.addObject().put("code", o.code()).put("meaning", o.meaning()));
    return data.toString()
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static void grounds(ConformanceResult result, ObjectNode to, String scenario) {
    ArrayNode lines = to.putArray("grounds");
    result
        .grounds(scenario)
        .lines()
        .forEach(
            line ->
                lines
                    .addObject()
                    .put("name", line.name())
                    .put("text", HostileText.escape(line.text())));
  }

  /**
   * Removes the checkers' output from agreeing results, which are the majority and do not need it.
   */
  private static ConformanceResult slim(ConformanceResult result) {
    return result.withCheckers(
        result.checkers().stream()
            .map(
                checker ->
                    checker.withVerdicts(
                        checker.verdicts().stream().map(HtmlReport::slim).toList()))
            .toList());
  }

  private static CheckResult slim(CheckResult verdict) {
    return verdict.outcome() == Outcome.AGREED ? verdict.withoutOutput() : verdict;
  }

  private static JsonNode visible(JsonNode node) {
    if (node.isString()) {
      return JSON.getNodeFactory().stringNode(HostileText.escapeBlock(node.asString()));
    }
    if (node.isArray()) {
      ArrayNode array = JSON.createArrayNode();
      node.forEach(item -> array.add(visible(item)));
      return array;
    }
    if (node.isObject()) {
      ObjectNode object = JSON.createObjectNode();
      node.properties().forEach(entry -> object.set(entry.getKey(), visible(entry.getValue())));
      return object;
    }
    return node;
  }
}
