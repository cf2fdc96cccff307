package dev.atsharness.conformance;

import dev.atsharness.ats.Violation;
import java.util.Collection;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON form of a result, version 1: per checker its counts, and per scenario the outcome with
 * what was expected, what was seen and the evidence. Hostile text is escaped by the JSON library.
 */
final class ResultJson {

  private static final JsonMapper JSON = JsonMapper.shared();

  private ResultJson() {}

  static String write(ConformanceResult result) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", 1);
    root.put("started", result.started().toString());
    root.put("ended", result.ended().toString());
    root.put("void", result.isVoid());
    root.put("deviates", result.deviates());
    ArrayNode checkers = root.putArray("checkers");
    result.checkers().forEach(checker -> write(checker, checkers.addObject()));
    return root.toPrettyString();
  }

  private static void write(CheckerResult checker, ObjectNode to) {
    to.put("name", checker.checker());
    to.put("version", checker.version());
    checker.profile().ifPresent(profile -> to.put("profile", profile));
    checker.voided().ifPresent(reason -> to.put("void", reason));
    ObjectNode counts = to.putObject("counts");
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome.code(), checker.count(outcome));
    }
    to.put("missed", checker.missed());
    to.put("falseAlarms", checker.falseAlarms());
    ArrayNode verdicts = to.putArray("verdicts");
    checker.verdicts().forEach(verdict -> write(verdict, verdicts.addObject()));
  }

  private static void write(Verdict verdict, ObjectNode to) {
    Judgement judgement = verdict.judgement();
    Observation seen = verdict.observation();
    to.put("scenario", verdict.scenario());
    to.put("outcome", judgement.outcome().code());
    to.put("deviation", judgement.deviation());
    to.put("expected", judgement.expected());
    to.put("actual", judgement.actual());
    to.put("explanation", judgement.explanation());
    codes(to.putArray("missed"), judgement.missed());
    codes(to.putArray("falseAlarms"), judgement.falseAlarms());
    ArrayNode findings = to.putArray("findings");
    for (Finding finding : seen.report().findings()) {
      findings
          .addObject()
          .put("violation", finding.violation().code())
          .put("evidence", finding.evidence());
    }
    to.put("note", seen.report().note());
    seen.contacts().ifPresent(lines -> lines.forEach(to.putArray("journal")::add));
    to.put("started", seen.started().toString());
    to.put("seconds", seen.took().toMillis() / 1000.0);
  }

  private static void codes(ArrayNode to, Collection<Violation> violations) {
    violations.stream().sorted().map(Violation::code).forEach(to::add);
  }
}
