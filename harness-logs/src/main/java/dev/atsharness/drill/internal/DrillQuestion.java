package dev.atsharness.drill.internal;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One question about a drill's log.
 *
 * @param id short name, unique in the drill
 * @param text the question
 * @param kind how many answers to choose
 * @param choices what there is to choose from
 * @param answer the ids of the right choices
 * @param reason why these
 */
public record DrillQuestion(
    String id, String text, Kind kind, List<Choice> choices, Set<String> answer, String reason) {

  /** How many answers to choose. */
  public enum Kind {
    ONE,
    SEVERAL
  }

  /**
   * Something to choose.
   *
   * @param id unique in the question
   * @param text what it says
   * @param line the line of the log that it is, counted from 1, if it is one
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

  /** The right choices, in the order of all. */
  public List<Choice> right() {
    return choices.stream().filter(choice -> answer.contains(choice.id)).toList();
  }

  /**
   * Judges an answer: right if it is all of the right choices and nothing else.
   *
   * @throws IllegalArgumentException if one of the ids is no choice, or there are several where one
   *     is asked for
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
