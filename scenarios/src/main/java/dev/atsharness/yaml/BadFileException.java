package dev.atsharness.yaml;

import dev.atsharness.yaml.internal.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Scenario files that cannot be used; the message has one line for each problem. */
public final class BadFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  public BadFileException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Every problem found, in the order of files and lines. */
  public List<Problem> problems() {
    return problems;
  }
}
