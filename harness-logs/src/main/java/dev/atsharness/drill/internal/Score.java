package dev.atsharness.drill.internal;

import java.util.List;

/**
 * How somebody does in a drill.
 *
 * @param answers those given so far, in order
 * @param questions how many questions there are in all
 */
public record Score(List<DrillAnswer> answers, int questions) {

  public Score {
    answers = List.copyOf(answers);
  }

  /** How many answers are right. */
  public long right() {
    return answers.stream().filter(DrillAnswer::right).count();
  }

  /** For example {@code 3 of 4 right, 2 not answered}. */
  public String sentence() {
    int open = questions - answers.size();
    return right()
        + " of "
        + answers.size()
        + " right"
        + (open == 0 ? "" : ", " + open + " not answered");
  }
}
