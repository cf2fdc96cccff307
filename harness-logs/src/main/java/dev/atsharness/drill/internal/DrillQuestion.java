package dev.atsharness.drill.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One question about a drill's log.
 *
 * @param id short name, unique in the drill
 * @param text the question
 * @param kind whether to make one or several choices
 * @param choices the possible choices
 * @param needs what an answer needs: at least one choice of each of these sets, and none that is in
 *     no set
 * @param reason the reason for the answer
 */
public record DrillQuestion(
    String id,
    String text,
    Kind kind,
    List<Choice> choices,
    List<Set<String>> needs,
    String reason) {

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
   * @param note why it is right or wrong
   */
  public record Choice(String id, String text, OptionalInt line, String note) {

    static Choice of(String id, String text, String note) {
      return new Choice(id, text, OptionalInt.empty(), note);
    }

    static Choice line(LogScript.Printed line, String note) {
      return new Choice("line-" + line.number(), line.text(), OptionalInt.of(line.number()), note);
    }
  }

  public DrillQuestion {
    choices = List.copyOf(choices);
    needs = needs.stream().map(Set::copyOf).toList();
    Set<String> ids = choices.stream().map(Choice::id).collect(Collectors.toSet());
    if (needs.isEmpty()
        || needs.stream().anyMatch(need -> need.isEmpty() || !ids.containsAll(need))
        || ids.size() != choices.size()) {
      throw new IllegalArgumentException(id + ": the answer is not among the choices");
    }
    if (kind == Kind.ONE && needs.size() > 1) {
      throw new IllegalArgumentException(id + ": one choice cannot answer it");
    }
  }

  /** A question with one right choice. */
  static DrillQuestion one(
      String id, String text, List<Choice> choices, String right, String reason) {
    return new DrillQuestion(id, text, Kind.ONE, choices, List.of(Set.of(right)), reason);
  }

  /** A question whose answer needs all of these choices. */
  static DrillQuestion several(
      String id, String text, List<Choice> choices, Set<String> right, String reason) {
    return new DrillQuestion(id, text, Kind.SEVERAL, choices, all(right), reason);
  }

  /** What an answer needs if it needs all of these choices. */
  static List<Set<String>> all(Set<String> right) {
    return right.stream().sorted().map(Set::of).toList();
  }

  /** The ids of all right choices. An answer may need only some of them. */
  public Set<String> answer() {
    Set<String> right = new HashSet<>();
    needs.forEach(right::addAll);
    return Set.copyOf(right);
  }

  /** Whether one of several right choices is enough. */
  public boolean hasAlternatives() {
    return needs.stream().anyMatch(need -> need.size() > 1);
  }

  /** What a learner has to know before answering. */
  public String instruction() {
    return kind == Kind.ONE ? "One answer." : "One or several answers.";
  }

  /** That one of several right choices is enough, if that is so. */
  public Optional<String> alternatives() {
    if (!hasAlternatives()) {
      return Optional.empty();
    }
    return Optional.of(
        needs.size() == 1
            ? "One of the right choices is enough."
            : "One right choice for each fault is enough.");
  }

  /** The right choices, in the order of the choices. */
  public List<Choice> right() {
    Set<String> answer = answer();
    return choices.stream().filter(choice -> answer.contains(choice.id)).toList();
  }

  /**
   * Judges an answer.
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
