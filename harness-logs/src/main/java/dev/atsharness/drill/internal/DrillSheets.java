package dev.atsharness.drill.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.drill.internal.DrillQuestion.Choice;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A drill on paper, for a class: a sheet with the questions and a separate one with the answers.
 */
public final class DrillSheets {

  /** Version of the JSON form. */
  public static final int VERSION = 1;

  private final Drill drill;

  public DrillSheets(Drill drill) {
    this.drill = drill;
  }

  /** The questions in Markdown, with boxes to tick. */
  public String questions() {
    return heading("Questions")
        + IntStream.range(0, drill.questions().size())
            .mapToObj(i -> question(i + 1, drill.questions().get(i), false))
            .collect(Collectors.joining("\n"));
  }

  /**
   * The answers in Markdown: the servers with the violations in the log, why the other servers need
   * no change, and why each choice is right or wrong.
   */
  public String key() {
    return heading("Answer key")
        + "The log is artificial.\n\n"
        + "| server to change | violations in the log |\n|---|---|\n"
        + drill.violations().entrySet().stream()
            .map(server -> "| `" + server.getKey() + "` | " + codes(server.getValue()) + " |\n")
            .collect(Collectors.joining())
        + "\n| other server | why it is not in the table above |\n|---|---|\n"
        + drill.others().entrySet().stream()
            .map(server -> "| `" + server.getKey() + "` | " + server.getValue() + " |\n")
            .collect(Collectors.joining())
        + "\n"
        + IntStream.range(0, drill.questions().size())
            .mapToObj(i -> question(i + 1, drill.questions().get(i), true))
            .collect(Collectors.joining("\n"));
  }

  private String heading(String what) {
    return "# "
        + what
        + ": drill "
        + drill.seed()
        + ", level "
        + drill.level()
        + "\n\n`ats-harness drill --seed "
        + drill.seed()
        + " --level "
        + drill.level()
        + "` asks the same in a terminal.\n\n";
  }

  private static String codes(Collection<Violation> violations) {
    return violations.isEmpty()
        ? "none; devices finish no handshake"
        : violations.stream().map(Violation::code).collect(Collectors.joining(", "));
  }

  private static String question(int number, DrillQuestion question, boolean answered) {
    return "## "
        + number
        + ". "
        + question.text()
        + "\n\n"
        + question.instruction()
        + "\n\n"
        + question.choices().stream()
            .map(
                choice ->
                    choice(choice, answered && question.answer().contains(choice.id()))
                        + (answered ? "  " + choice.note() + "\n" : ""))
            .collect(Collectors.joining())
        + (answered ? "\n" + question.reason() + "\n" : "")
        + (answered ? question.alternatives().map(text -> "\n" + text + "\n").orElse("") : "");
  }

  private static String choice(Choice choice, boolean right) {
    return "- ["
        + (right ? "x" : " ")
        + "] "
        + choice.line().stream()
            .mapToObj(line -> "line " + line + ": ")
            .collect(Collectors.joining())
        + (choice.line().isPresent() ? "`" + choice.text() + "`" : choice.text())
        + "\n";
  }

  /** The answers as one object, which {@code scenarios/schema/drill-key.schema.json} describes. */
  public String json() {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("version", VERSION).put("seed", drill.seed()).put("level", drill.level());
    ObjectNode servers = root.putObject("servers");
    drill
        .violations()
        .forEach(
            (host, codes) -> {
              ArrayNode list = servers.putArray(host);
              codes.forEach(code -> list.add(code.code()));
            });
    ObjectNode others = root.putObject("others");
    drill.others().forEach(others::put);
    ArrayNode questions = root.putArray("questions");
    drill
        .questions()
        .forEach(
            question -> {
              ObjectNode node = questions.addObject();
              node.put("id", question.id()).put("text", question.text());
              ArrayNode answer = node.putArray("answer");
              question.right().forEach(choice -> answer.add(choice.id()));
              ArrayNode needs = node.putArray("needs");
              question.needs().forEach(need -> need(question, need, needs.addArray()));
              node.put("reason", question.reason());
              ObjectNode notes = node.putObject("notes");
              question.choices().forEach(choice -> notes.put(choice.id(), choice.note()));
            });
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static void need(DrillQuestion question, Set<String> need, ArrayNode node) {
    question.right().stream().map(Choice::id).filter(need::contains).forEach(node::add);
  }
}
