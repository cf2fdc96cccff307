package dev.atsharness.drill.internal;

import java.util.List;

/**
 * The score of a learner in a drill.
 *
 * @param answers the answers given so far, in order
 * @param questions the number of all questions
 */
public record Score(List<DrillAnswer> answers, int questions) {

  public Score {
    answers = List.copyOf(answers);
  }

  /** The number of right answers. */
  public long right() {
    return answers.stream().filter(DrillAnswer::right).count();
  }

  /** The score as a text, for example {@code 3 of 4 right, 2 not answered}. */
  public String sentence() {
    int open = questions - answers.size();
    return right()
        + " of "
        + answers.size()
        + " right"
        + (open == 0 ? "" : ", " + open + " not answered");
  }
}
