package dev.atsharness.yaml.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the known names that resemble an unknown one. */
public final class NearNames {

  private static final int SHOWN = 5;

  /** The shortest text that is compared; shorter ones are part of too many names. */
  private static final int MIN_PART = 3;

  private NearNames() {}

  /** The message that there is no thing of this kind with this name, with the near known names. */
  public static IllegalArgumentException unknown(
      String what, String name, Collection<String> known) {
    return new IllegalArgumentException("no " + what + " '" + name + "'" + hint(name, known));
  }

  /** The question whether a near name was meant; empty if there is none. */
  public static String hint(String name, Collection<String> known) {
    List<String> near = to(name, known);
    return near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
  }

  /**
   * The known names of which this one may be a misspelling, nearest first: those with few letters
   * to change, those that contain it or what follows its last slash, and those it contains.
   */
  private static List<String> to(String name, Collection<String> known) {
    String label = name.substring(name.lastIndexOf('/') + 1);
    int bound = Math.max(1, name.length() / 4);
    Comparator<String> byDistance =
        Comparator.comparingInt((String candidate) -> distance(name, candidate));
    return known.stream()
        .filter(
            candidate ->
                distance(name, candidate) <= bound
                    || (label.length() >= MIN_PART && candidate.contains(label))
                    || (candidate.length() >= MIN_PART && name.contains(candidate)))
        .sorted(
            Comparator.comparing((String candidate) -> distance(name, candidate) > bound)
                .thenComparing(byDistance))
        .limit(SHOWN)
        .toList();
  }

  /** The Levenshtein distance. */
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
