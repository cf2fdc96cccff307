package dev.atsharness.drill.internal;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One question about a drill's log.
 *
 * @param id short name, unique in the drill
 * @param text the question
 * @param kind whether one or several choices are right
 * @param choices the possible choices
 * @param answer the ids of the right choices
 * @param reason the reason for the answer
 */
public record DrillQuestion(
    String id, String text, Kind kind, List<Choice> choices, Set<String> answer, String reason) {

  /** The number of choices to make. */
  public enum Kind {
    ONE,
    SEVERAL
  }

  /**
   * A possible choice.
   *
   * @param id unique in the question
   * @param text its text
   * @param line the number of the log's line, counted from 1, if the choice is a line
   */
  public record Choice(String id, String text, OptionalInt line) {

    static Choice of(String id, String text) {
      return new Choice(id, text, OptionalInt.empty());
    }
  }

  public DrillQuestion {
    choices = List.copyOf(choices);
    answer = Set.copyOf(answer);
    Set<String> ids = Set.copyOf(choices.stream().map(Choice::id).toList());
    if (answer.isEmpty() || !ids.containsAll(answer) || ids.size() != choices.size()) {
      throw new IllegalArgumentException(id + ": the answer is not among the choices");
    }
  }

  /** The right choices, in the order of the choices. */
  public List<Choice> right() {
    return choices.stream().filter(choice -> answer.contains(choice.id)).toList();
  }

  /**
   * Judges an answer: it is right if it has all right choices and no others.
   *
   * @throws IllegalArgumentException if one of the ids is not a choice, or there are several and
   *     the question has one answer
   */
  public DrillAnswer answer(Set<String> chosen) {
    for (String one : chosen) {
      if (choices.stream().noneMatch(choice -> choice.id.equals(one))) {
        throw new IllegalArgumentException("question " + id + " has no choice '" + one + "'");
      }
    }
    if (kind == Kind.ONE && chosen.size() > 1) {
      throw new IllegalArgumentException("question " + id + " has one answer");
    }
    return new DrillAnswer(this, Set.copyOf(chosen));
  }
}
