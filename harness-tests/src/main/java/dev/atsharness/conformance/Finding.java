package dev.atsharness.conformance;

import dev.atsharness.ats.Violation;
import java.util.Objects;

/**
 * One violation that a checker reported for an endpoint.
 *
 * @param violation the violation, in Apple's terms
 * @param evidence the checker's own text, cut to {@link #MAX_EVIDENCE} characters; hostile text
 */
public record Finding(Violation violation, String evidence) {

  /** The length of the evidence that is kept, in UTF-16 units. */
  public static final int MAX_EVIDENCE = 2_000;

  public Finding {
    Objects.requireNonNull(violation);
    evidence = cut(evidence);
  }

  static String cut(String evidence) {
    return evidence.length() > MAX_EVIDENCE ? evidence.substring(0, MAX_EVIDENCE) + "…" : evidence;
  }
}
