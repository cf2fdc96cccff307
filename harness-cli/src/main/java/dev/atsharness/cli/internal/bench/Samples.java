package dev.atsharness.cli.internal.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Repeated measurements of one thing, in the order they were taken. */
final class Samples {
  private final List<Double> values = new ArrayList<>();

  static Samples of(double... values) {
    Samples samples = new Samples();
    for (double value : values) {
      samples.add(value);
    }
    return samples;
  }

  void add(double value) {
    values.add(value);
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  int size() {
    return values.size();
  }

  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double min() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  double max() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** Returns the ratio of each round. */
  Samples dividedBy(Samples others) {
    return with(others, (ours, theirs) -> ours / theirs);
  }

  /** Returns the difference of each round. */
  Samples minus(Samples others) {
    return with(others, (ours, theirs) -> ours - theirs);
  }

  private Samples with(Samples others, DoubleBinaryOperator operator) {
    if (others.size() != size()) {
      throw new IllegalArgumentException(size() + " and " + others.size() + " rounds");
    }
    Samples results = new Samples();
    for (int round = 0; round < size(); round++) {
      results.add(operator.applyAsDouble(values.get(round), others.values.get(round)));
    }
    return results;
  }
}
