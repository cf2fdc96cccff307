package dev.atsharness.conformance.internal.report;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.internal.Grounds;
import dev.atsharness.log.internal.text.HostileText;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a result in SARIF 2.1.0, for viewers of static analysis: one run whose rules are the
 * outcomes, a result for each deviation, and a suppressed result for each known gap. The locations
 * are the scenarios' files.
 */
public final class SarifReport {

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private static final List<Outcome> RULES =
      Arrays.stream(Outcome.values())
          .filter(o -> o.deviation() || o == Outcome.KNOWN_GAP || o == Outcome.INCONCLUSIVE)
          .toList();

  private SarifReport() {}

  public static String of(ConformanceResult result) {
    ObjectNode log = JsonMapper.shared().createObjectNode();
    log.put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "ats-harness");
    driver.putObject("fullDescription").put("text", message(Grounds.TRUTH));
    ArrayNode rules = driver.putArray("rules");
    RULES.forEach(rule -> rule(rule, rules.addObject()));
    invocation(result, run.putArray("invocations").addObject());
    ArrayNode results = run.putArray("results");
    for (CheckerResult checker : result.checkers()) {
      for (CheckResult verdict : checker.verdicts()) {
        if (verdict.deviation() || verdict.outcome() == Outcome.KNOWN_GAP) {
          result(verdict, result, results.addObject());
        }
      }
    }
    return log.toPrettyString();
  }

  private static void rule(Outcome outcome, ObjectNode to) {
    to.put("id", outcome.code());
    to.putObject("shortDescription").put("text", outcome.meaning());
  }

  private static void invocation(ConformanceResult result, ObjectNode to) {
    to.put("executionSuccessful", !result.isVoid());
    to.put("startTimeUtc", result.started().toString());
    to.put("endTimeUtc", result.ended().toString());
    ArrayNode notifications = to.putArray("toolExecutionNotifications");
    Summary.sample(result)
        .ifPresent(
            sentence ->
                notifications
                    .addObject()
                    .put("level", "note")
                    .putObject("message")
                    .put("text", sentence));
    for (CheckerResult checker : result.checkers()) {
      checker
          .voided()
          .ifPresent(
              reason ->
                  notifications
                      .addObject()
                      .put("level", "error")
                      .putObject("message")
                      .put("text", message(reason)));
      Summary.open(result, checker)
          .ifPresent(
              sentence ->
                  notifications
                      .addObject()
                      .put("level", "warning")
                      .putObject("message")
                      .put("text", message(checker.checker() + ": " + sentence)));
    }
  }

  private static void result(CheckResult verdict, ConformanceResult result, ObjectNode to) {
    boolean known = verdict.outcome() == Outcome.KNOWN_GAP;
    String scenario = verdict.scenario();
    Grounds grounds = result.grounds(scenario);
    to.put("ruleId", verdict.outcome().code());
    to.put("ruleIndex", RULES.indexOf(verdict.outcome()));
    to.put("level", known ? "warning" : "error");
    to.putObject("message")
        .put(
            "text",
            message(
                verdict.checker()
                    + " at "
                    + scenario
                    + " ("
                    + result.title(scenario)
                    + "): "
                    + verdict.judgement().explanation()
                    + " Expected: "
                    + verdict.judgement().expected()
                    + ". Actual: "
                    + verdict.judgement().actual()
                    + "."
                    + (grounds.why().isEmpty() ? "" : " Why: " + grounds.why())));
    ObjectNode location = to.putArray("locations").addObject();
    location
        .putObject("physicalLocation")
        .putObject("artifactLocation")
        .put("uri", "scenarios/catalog/" + scenario + ".yaml");
    location.putArray("logicalLocations").addObject().put("fullyQualifiedName", scenario);
    to.putObject("partialFingerprints")
        .put("finding/v2", verdict.outcome().code() + " " + verdict.checker() + " " + scenario);
    if (known) {
      to.putArray("suppressions").addObject().put("kind", "external").put("status", "accepted");
    }
    ObjectNode properties = to.putObject("properties");
    properties.put("checker", verdict.checker());
    ArrayNode details = properties.putArray("details");
    verdict.details().forEach(detail -> details.add(HostileText.escape(detail)));
    if (!grounds.why().isEmpty()) {
      properties.put("why", HostileText.escape(grounds.why()));
    }
    grounds.evidence().ifPresent(grade -> properties.put("evidence", grade.label()));
    grounds.control().ifPresent(control -> properties.put("control", control));
    ArrayNode implied = properties.putArray("implied");
    grounds.implied().forEach(code -> implied.add(code.code()));
  }

  /**
   * Escapes hostile text so that it contains neither placeholders (SARIF §3.11.5) nor links
   * (§3.11.6).
   */
  public static String message(String hostile) {
    return HostileText.escape(hostile)
        .replace("{", "{{")
        .replace("}", "}}")
        .replace("[", "\\[")
        .replace("]", "\\]");
  }
}
