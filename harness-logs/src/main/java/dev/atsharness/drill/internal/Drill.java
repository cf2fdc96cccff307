package dev.atsharness.drill.internal;

import dev.atsharness.ats.Violation;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * A log for practice, with questions about it. The same seed, level and catalogue make the same
 * drill.
 *
 * @param seed seed that it was made from
 * @param level 1 to {@value Drills#LEVELS}
 * @param lines the log, as {@code log show} prints it, with a heading for each device that says
 *     that it is artificial
 * @param violations the servers of the first question that have to be changed, with the violations
 *     on connections that the requirements cover; none if a server has to be changed because
 *     devices finish no handshake
 * @param others the other servers that a question names, each with the reason why it is not among
 *     those that have to be changed
 * @param questions in the order to ask them
 */
public record Drill(
    long seed,
    int level,
    List<String> lines,
    SortedMap<String, SortedSet<Violation>> violations,
    SortedMap<String, String> others,
    List<DrillQuestion> questions) {

  public Drill {
    lines = List.copyOf(lines);
    questions = List.copyOf(questions);
  }

  /** The log as a file, each line ended. */
  public String log() {
    return String.join("\n", lines) + "\n";
  }

  /**
   * The question with this id.
   *
   * @throws IllegalArgumentException if the drill has no such question
   */
  public DrillQuestion question(String id) {
    return questions.stream()
        .filter(question -> question.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no question '" + id + "' in this drill"));
  }
}
