package dev.atsharness.conformance.internal;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckedScenario;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.CheckerOutput.Connection;
import dev.atsharness.conformance.CheckerOutput.Status;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Finding;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.io.internal.JsonFault;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.Scenario.Evidence;
import dev.atsharness.tls.internal.Labels;
import dev.atsharness.yaml.internal.SchemaFault;
import dev.atsharness.yaml.internal.SchemaFiles;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON form of a result: the counts of each checker, and for each scenario the outcome with
 * what was expected, what was observed and the evidence. Hostile text is escaped to ASCII.
 */
public final class ResultJson {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final String RUN_AGAIN =
      "run 'check --json FILE' again, or read FILE.partial.jsonl if it exists";

  /**
   * The largest number of problems that are named for a file that is not a result; one is often
   * enough.
   */
  private static final int PROBLEMS_SHOWN = 3;

  private ResultJson() {}

  public static String write(ConformanceResult result) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree(result));
  }

  /** Returns a result in one line. */
  static String line(ConformanceResult result) {
    return JSON.writeValueAsString(tree(result));
  }

  private static ObjectNode tree(ConformanceResult result) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", ConformanceResult.VERSION);
    root.put("started", result.started().toString());
    root.put("ended", result.ended().toString());
    root.put("void", result.isVoid());
    root.put("deviates", result.deviates());
    root.put("truth", Grounds.TRUTH);
    result
        .shard()
        .ifPresent(
            s -> {
              ObjectNode to = root.putObject("shard").put("index", s.index()).put("of", s.of());
              s.selection().ifPresent(digest -> to.put("selection", digest));
            });
    if (!result.allowed().isEmpty()) {
      ArrayNode allowed = root.putArray("allowed");
      result.allowed().stream().sorted().map(Outcome::code).forEach(allowed::add);
    }
    result.sampleOf().ifPresent(all -> root.put("sampleOf", all));
    ArrayNode scenarios = root.putArray("scenarios");
    for (CheckedScenario scenario : result.scenarios()) {
      ObjectNode to = scenarios.addObject();
      to.put("id", scenario.id()).put("title", scenario.title());
      write(scenario.grounds(), to);
    }
    ArrayNode checkers = root.putArray("checkers");
    result.checkers().forEach(checker -> write(checker, result, checkers.addObject()));
    return root;
  }

  private static void write(Grounds grounds, ObjectNode to) {
    if (!grounds.why().isEmpty()) {
      to.put("why", grounds.why());
    }
    grounds.evidence().ifPresent(grade -> to.put("evidence", grade.label()));
    grounds.control().ifPresent(control -> to.put("control", control));
    codes(to.putArray("implied"), grounds.implied());
  }

  /** Returns one observation in one line. */
  static String line(String checker, String scenario, Observation seen) {
    ObjectNode to = JSON.createObjectNode();
    to.put("checker", checker);
    to.put("scenario", scenario);
    write(seen, to);
    return JSON.writeValueAsString(to);
  }

  /** Returns one check result in one line. */
  static String line(CheckResult verdict) {
    ObjectNode to = JSON.createObjectNode();
    to.put("checker", verdict.checker());
    write(verdict, to);
    return JSON.writeValueAsString(to);
  }

  private static void write(CheckerResult checker, ConformanceResult result, ObjectNode to) {
    to.put("name", checker.checker());
    to.put("version", checker.version());
    checker.profile().ifPresent(profile -> to.put("profile", profile));
    checker.scope().ifPresent(ids -> ids.forEach(to.putArray("scenarios")::add));
    checker.voided().ifPresent(reason -> to.put("void", reason));
    to.put("seconds", seconds(checker.took()));
    ObjectNode counts = to.putObject("counts");
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome.code(), checker.count(outcome));
    }
    to.put("missed", checker.missed());
    to.put("falseAlarms", checker.falseAlarms());
    to.put("notLookedAt", checker.notLookedAt().size());
    ArrayNode verdicts = to.putArray("verdicts");
    for (CheckResult verdict : checker.verdicts()) {
      ObjectNode node = verdicts.addObject();
      write(verdict, node);
      if (verdict.deviation()) {
        write(result.grounds(verdict.scenario()), node.putObject("grounds"));
      }
    }
  }

  private static void write(CheckResult verdict, ObjectNode to) {
    Judgement judgement = verdict.judgement();
    to.put("scenario", verdict.scenario());
    to.put("outcome", judgement.outcome().code());
    to.put("deviation", judgement.deviation());
    to.put("expected", judgement.expected());
    to.put("actual", judgement.actual());
    to.put("explanation", judgement.explanation());
    codes(to.putArray("missed"), judgement.missed());
    codes(to.putArray("falseAlarms"), judgement.falseAlarms());
    write(verdict.observation(), to);
  }

  private static void write(Observation seen, ObjectNode to) {
    CheckerOutput report = seen.report();
    to.put("status", code(report.status()));
    ArrayNode findings = to.putArray("findings");
    for (Finding finding : report.findings()) {
      findings
          .addObject()
          .put("violation", finding.violation().code())
          .put("evidence", finding.evidence());
    }
    report.refused().ifPresent(reason -> to.put("refused", reason));
    report.connection().ifPresent(connection -> write(connection, to.putObject("connection")));
    to.put("note", report.note());
    to.put("output", report.output());
    seen.connections().ifPresent(lines -> lines.forEach(to.putArray("journal")::add));
    if (!seen.looked()) {
      to.put("looked", false);
    }
    to.put("started", seen.started().toString());
    to.put("seconds", seconds(seen.took()));
  }

  private static void write(Connection connection, ObjectNode to) {
    to.put("connected", connection.connected());
    connection.refusedBy().ifPresent(side -> to.put("refusedBy", side.label()));
    connection.alert().ifPresent(alert -> to.put("alert", alert));
  }

  private static void codes(ArrayNode to, Collection<Violation> violations) {
    violations.stream().sorted().map(Violation::code).forEach(to::add);
  }

  private static String code(Status status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** Reads a result, or the lines of an unfinished one. */
  public static ConformanceResult read(String json) {
    // In a file of lines, text after the last line feed is an incomplete line.
    List<String> lines = json.substring(0, json.lastIndexOf('\n') + 1).lines().toList();
    boolean unfinished = !lines.isEmpty() && lines.get(0).matches("\\{.+}");
    if (unfinished) {
      return readLines(lines);
    }
    JsonNode root = tree(json);
    ConformanceResult result = read(root);
    requireTrue(root, result);
    return result;
  }

  /** Checks that the counts in a file match its check results. */
  private static void requireTrue(JsonNode root, ConformanceResult result) {
    List<String> wrong = new ArrayList<>();
    compare("void", root.path("void").asBoolean(), result.isVoid(), wrong);
    compare("deviates", root.path("deviates").asBoolean(), result.deviates(), wrong);
    for (int i = 0; i < result.checkers().size(); i++) {
      CheckerResult checker = result.checkers().get(i);
      JsonNode counts = root.path("checkers").path(i).path("counts");
      for (Outcome outcome : Outcome.values()) {
        compare(
            "counts." + outcome.code() + " of " + checker.checker(),
            counts.path(outcome.code()).asLong(0),
            checker.count(outcome),
            wrong);
      }
    }
    if (!wrong.isEmpty()) {
      throw contradiction(wrong);
    }
  }

  private static void compare(String what, Object said, Object is, List<String> wrong) {
    if (!said.equals(is)) {
      wrong.add("it says '" + what + ": " + said + "', and by its verdicts it is " + is);
    }
  }

  private static IllegalArgumentException contradiction(List<String> wrong) {
    return new IllegalArgumentException(
        "this result contradicts itself; it may have been changed by hand: "
            + String.join("; ", wrong.stream().limit(PROBLEMS_SHOWN).toList())
            + "; "
            + RUN_AGAIN);
  }

  /** Reads lines. The first result of a scenario counts, because the baseline has two. */
  private static ConformanceResult readLines(List<String> lines) {
    JsonNode root = tree(lines.get(0));
    requireResult(root);
    for (String line : lines.subList(1, lines.size())) {
      JsonNode verdict = tree(line);
      for (JsonNode checker : root.path("checkers")) {
        if (verdict.has("outcome")
            && checker.path("name").equals(verdict.path("checker"))
            && checker
                .path("verdicts")
                .valueStream()
                .noneMatch(v -> v.path("scenario").equals(verdict.path("scenario")))) {
          ((ArrayNode) checker.path("verdicts")).add(verdict);
        }
      }
    }
    return read(root);
  }

  private static JsonNode tree(String json) {
    if (json.isBlank()) {
      throw new IllegalArgumentException("the file is empty: no result was written; " + RUN_AGAIN);
    }
    try {
      return JSON.readTree(json);
    } catch (UnexpectedEndOfInputException e) {
      throw new IllegalArgumentException(
          "the file is cut off: " + JsonFault.words(e) + "; " + RUN_AGAIN, e);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "this is no result: " + JsonFault.words(e) + "; " + RUN_AGAIN, e);
    }
  }

  private static void requireResult(JsonNode root) {
    Schema schema = SchemaFiles.published("result");
    List<Error> errors = schema.validate(root);
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(
          "this is not a result of 'check --json' of this release: "
              + SchemaFault.first(errors, schema));
    }
  }

  private static ConformanceResult read(JsonNode root) {
    requireResult(root);
    try {
      ConformanceResult result =
          new ConformanceResult(
              instant(root, "started"),
              instant(root, "ended"),
              Optional.ofNullable(root.get("shard"))
                  .map(
                      s ->
                          new Shard(
                              s.path("index").asInt(),
                              s.path("of").asInt(),
                              optional(s, "selection"))),
              Set.copyOf(list(root, "allowed", code -> Outcome.ofCode(code.asString()))),
              Optional.ofNullable(root.get("sampleOf")).map(JsonNode::asInt),
              list(
                  root,
                  "scenarios",
                  s -> new CheckedScenario(text(s, "id"), text(s, "title"), grounds(s))),
              list(root, "checkers", ResultJson::checker));
      List<String> wrong = contradictions(result);
      if (!wrong.isEmpty()) {
        throw contradiction(wrong);
      }
      return result;
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "the time '" + e.getParsedString() + "' does not exist; " + RUN_AGAIN, e);
    }
  }

  /** Returns contradictions that cannot occur in a genuine result. */
  private static List<String> contradictions(ConformanceResult result) {
    List<String> wrong = new ArrayList<>();
    Set<String> known =
        result.scenarios().stream().map(CheckedScenario::id).collect(Collectors.toSet());
    Set<String> names = new HashSet<>();
    for (CheckerResult checker : result.checkers()) {
      if (!names.add(checker.checker())) {
        wrong.add("there are two checkers " + checker.checker());
      }
      Set<String> judged = new HashSet<>();
      for (CheckResult verdict : checker.verdicts()) {
        String place = verdict.scenario() + " by " + checker.checker();
        if (!known.contains(verdict.scenario())) {
          wrong.add(place + " is not among its scenarios");
        }
        if (!judged.add(verdict.scenario())) {
          wrong.add(place + " has two verdicts");
        }
        if (!verdict.judgement().mayBe()) {
          wrong.add(
              place
                  + " has the outcome "
                  + verdict.outcome()
                  + " and 'deviation: "
                  + verdict.deviation()
                  + "', with "
                  + verdict.judgement().missed().size()
                  + " codes missed and "
                  + verdict.judgement().falseAlarms().size()
                  + " false");
        }
      }
    }
    return wrong;
  }

  private static Grounds grounds(JsonNode from) {
    return new Grounds(
        text(from, "why"),
        optional(from, "evidence")
            .map(grade -> Labels.find(Evidence.class, Evidence::label, grade, "evidence")),
        optional(from, "control"),
        list(from, "implied", code -> Violation.ofCode(code.asString())));
  }

  private static CheckerResult checker(JsonNode from) {
    String name = text(from, "name");
    return new CheckerResult(
        name,
        text(from, "version"),
        optional(from, "profile"),
        from.has("scenarios")
            ? Optional.of(list(from, "scenarios", JsonNode::asString))
            : Optional.empty(),
        optional(from, "void"),
        duration(from),
        list(from, "verdicts", verdict -> verdict(name, verdict)));
  }

  private static CheckResult verdict(String checker, JsonNode from) {
    Judgement judgement =
        new Judgement(
            Outcome.ofCode(text(from, "outcome")),
            from.path("deviation").asBoolean(),
            text(from, "expected"),
            text(from, "actual"),
            text(from, "explanation"),
            codes(from, "missed"),
            codes(from, "falseAlarms"));
    return new CheckResult(checker, text(from, "scenario"), observation(from), judgement);
  }

  private static Observation observation(JsonNode from) {
    CheckerOutput report =
        new CheckerOutput(
            Status.valueOf(text(from, "status").toUpperCase(Locale.ROOT).replace('-', '_')),
            list(
                from,
                "findings",
                f -> new Finding(Violation.ofCode(text(f, "violation")), text(f, "evidence"))),
            optional(from, "refused"),
            Optional.ofNullable(from.get("connection")).map(ResultJson::connection),
            text(from, "note"),
            text(from, "output"));
    return new Observation(
        report,
        from.has("journal")
            ? Optional.of(list(from, "journal", JsonNode::asString))
            : Optional.empty(),
        from.path("looked")
            .asBoolean(!from.path("journal").isArray() || !from.path("journal").isEmpty()),
        instant(from, "started"),
        duration(from));
  }

  private static Connection connection(JsonNode from) {
    return new Connection(
        from.path("connected").asBoolean(),
        optional(from, "refusedBy").map(side -> Side.valueOf(side.toUpperCase(Locale.ROOT))),
        optional(from, "alert"));
  }

  private static String text(JsonNode from, String key) {
    return from.path(key).asString();
  }

  private static Optional<String> optional(JsonNode from, String key) {
    return Optional.ofNullable(from.get(key)).map(JsonNode::asString);
  }

  private static Instant instant(JsonNode from, String key) {
    return Instant.parse(text(from, key));
  }

  private static Duration duration(JsonNode from) {
    return Duration.ofMillis(Math.round(from.path("seconds").asDouble() * 1000));
  }

  private static Set<Violation> codes(JsonNode from, String key) {
    Set<Violation> codes = EnumSet.noneOf(Violation.class);
    from.path(key).forEach(code -> codes.add(Violation.ofCode(code.asString())));
    return codes;
  }

  private static <T> List<T> list(JsonNode from, String key, Function<JsonNode, T> reader) {
    return from.path(key).valueStream().map(reader).toList();
  }
}
