package dev.atsharness.drill.internal;

import dev.atsharness.drill.internal.DrillQuestion.Choice;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of a drill for the console's page. */
public final class DrillJson {

  private DrillJson() {}

  /** The log and the questions, without the answers. */
  public static String drill(Drill drill) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    // As text, because JavaScript's numbers have 53 bits.
    root.put("seed", Long.toString(drill.seed())).put("level", drill.level());
    ArrayNode lines = root.putArray("lines");
    drill.lines().forEach(lines::add);
    ArrayNode questions = root.putArray("questions");
    drill.questions().forEach(question -> question(question, questions.addObject()));
    return JsonMapper.shared().writeValueAsString(root);
  }

  private static void question(DrillQuestion question, ObjectNode node) {
    node.put("id", question.id()).put("text", question.text());
    node.put("kind", question.kind().name().toLowerCase(Locale.ROOT));
    ArrayNode choices = node.putArray("choices");
    for (Choice choice : question.choices()) {
      ObjectNode one = choices.addObject().put("id", choice.id()).put("text", choice.text());
      choice.line().ifPresent(line -> one.put("line", line));
    }
  }

  /**
   * The JSON with whether an answer is right, the reason, and the mark and the note of each choice
   * that is right or was chosen.
   */
  public static String answer(DrillAnswer answer) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("right", answer.right());
    ArrayNode choices = root.putArray("choices");
    answer
        .marked()
        .forEach(
            one ->
                choices
                    .addObject()
                    .put("id", one.choice().id())
                    .put("mark", one.mark().label())
                    .put("note", one.choice().note()));
    root.put("reason", answer.question().reason());
    answer.question().alternatives().ifPresent(text -> root.put("alternatives", text));
    return JsonMapper.shared().writeValueAsString(root);
  }
}
