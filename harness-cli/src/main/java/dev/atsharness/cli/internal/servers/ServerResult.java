package dev.atsharness.cli.internal.servers;

import java.util.Arrays;

/** The verdict on a server, in the words of the text output of {@code probe}. */
public enum ServerResult {
  PASS("PASS"),
  FAIL("FAIL"),
  NO_VERDICT("NO VERDICT"),
  EXEMPT("EXEMPT");

  private final String label;

  ServerResult(String label) {
    this.label = label;
  }

  /** The words in reports. */
  public String label() {
    return label;
  }

  /**
   * Returns the result with a label.
   *
   * @throws IllegalArgumentException if there is no such result
   */
  static ServerResult of(String label) {
    return Arrays.stream(values())
        .filter(one -> one.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not a result: " + label));
  }
}
