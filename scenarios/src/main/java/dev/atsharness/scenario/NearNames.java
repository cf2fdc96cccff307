package dev.atsharness.scenario;

import java.util.Comparator;
import java.util.List;

/** Says which known names resemble one that is not known. */
public final class NearNames {

  private static final int SHOWN = 5;

  private NearNames() {}

  /**
   * Says that no thing of this kind has this name, and which known names are nearest: first those
   * that contain it, then those that contain what follows its last slash, then those with the
   * fewest letters to change.
   */
  public static IllegalArgumentException unknown(String what, String name, List<String> known) {
    String label = name.substring(name.lastIndexOf('/') + 1);
    List<String> near =
        known.stream()
            .sorted(
                Comparator.comparing((String candidate) -> !candidate.contains(name))
                    .thenComparing(candidate -> !candidate.contains(label))
                    .thenComparingInt(candidate -> distance(name, candidate)))
            .limit(SHOWN)
            .toList();
    return new IllegalArgumentException(
        "no " + what + " '" + name + "'" + (near.isEmpty() ? "" : "; the nearest are " + near));
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
