package dev.atsharness.conformance.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A part of a run that was split for several machines.
 *
 * @param index the number of the part, from 1 to {@code of}
 * @param of the number of parts
 * @param selection a digest of what was split, equal in all parts of a run; empty if it is not
 *     known
 */
public record Shard(int index, int of, Optional<String> selection) {

  /**
   * @throws IllegalArgumentException if there is no such part
   */
  public Shard {
    if (index < 1 || index > of) {
      throw new IllegalArgumentException("there is no part " + index + " of " + of);
    }
  }

  /** Creates a part of an unknown selection. */
  public Shard(int index, int of) {
    this(index, of, Optional.empty());
  }

  /**
   * Returns the same part of this selection.
   *
   * @param what what is split, in any order: a line for each item with everything that matters
   *     about it
   */
  public Shard ofAll(Collection<String> what) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      what.stream()
          .sorted()
          .forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
      return new Shard(index, of, Optional.of(HexFormat.of().formatHex(digest.digest())));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns the form {@code 2/4}. */
  @Override
  public String toString() {
    return index + "/" + of;
  }
}
