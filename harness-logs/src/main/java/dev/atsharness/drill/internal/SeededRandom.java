package dev.atsharness.drill.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A repeatable random generator. It uses {@link Random}, because its algorithm is specified: a seed
 * gives the same numbers on every JDK. Not for use by several threads.
 */
final class SeededRandom {

  private final Random random;

  SeededRandom(long seed) {
    this.random = new Random(mixed(seed));
  }

  /**
   * Mixes a seed with the finisher of SplitMix64, because neighbouring seeds of {@link Random}
   * begin with similar numbers.
   */
  private static long mixed(long seed) {
    long mixed = seed + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** A random number from 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Whether something happens that happens so often in a hundred cases. */
  boolean chance(int percent) {
    return below(100) < percent;
  }

  <T> T pick(List<T> some) {
    return some.get(below(some.size()));
  }

  <T> List<T> shuffled(List<T> some) {
    List<T> shuffled = new ArrayList<>(some);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }
}
