package dev.atsharness.conformance;

/**
 * A part of a run that was split for several machines.
 *
 * @param index which part, from 1 to {@code of}
 * @param of how many parts there are
 */
public record Shard(int index, int of) {

  /**
   * @throws IllegalArgumentException if there is no such part
   */
  public Shard {
    if (index < 1 || index > of) {
      throw new IllegalArgumentException("there is no part " + index + " of " + of);
    }
  }

  /** As in {@code 2/4}. */
  @Override
  public String toString() {
    return index + "/" + of;
  }
}
