package dev.atsharness.drill.internal;

import dev.atsharness.drill.internal.DrillQuestion.Choice;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A question with the choices of a learner.
 *
 * @param question the question
 * @param chosen the ids of the choices
 */
public record DrillAnswer(DrillQuestion question, Set<String> chosen) {

  /** What an answer did with one choice. */
  public enum Mark {
    /** It is right and was chosen. */
    RIGHT("right"),
    /** It is right, but another right choice was enough. */
    ALSO_RIGHT("also right"),
    /** It is right and was not chosen, and no other choice is in its place. */
    MISSED("right, but not chosen"),
    /** It is wrong and was chosen. */
    WRONG("wrong");

    private final String label;

    Mark(String label) {
      this.label = label;
    }

    /** The name for people and in JSON, for example {@code also right}. */
    public String label() {
      return label;
    }
  }

  /** A choice that an answer is told about. */
  public record Marked(Choice choice, Mark mark) {}

  /** Whether the answer has all right choices that it needs, and no others. */
  public boolean right() {
    return question.needs().stream().allMatch(this::meets) && question.answer().containsAll(chosen);
  }

  /** The choices that are right, and those that were chosen, in the order of the choices. */
  public List<Marked> marked() {
    return question.choices().stream()
        .flatMap(choice -> mark(choice).map(mark -> new Marked(choice, mark)).stream())
        .toList();
  }

  private Optional<Mark> mark(Choice choice) {
    boolean picked = chosen.contains(choice.id());
    if (!question.answer().contains(choice.id())) {
      return picked ? Optional.of(Mark.WRONG) : Optional.empty();
    }
    if (picked) {
      return Optional.of(Mark.RIGHT);
    }
    boolean enough =
        question.needs().stream().filter(need -> need.contains(choice.id())).allMatch(this::meets);
    return Optional.of(enough ? Mark.ALSO_RIGHT : Mark.MISSED);
  }

  private boolean meets(Set<String> need) {
    return need.stream().anyMatch(chosen::contains);
  }
}
