package dev.atsharness.conformance.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Scenario.Evidence;
import dev.atsharness.scenario.internal.Releases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The basis of a scenario's ground truth. It is shown with every deviation, so that a reader can
 * assess the judgement.
 *
 * @param why why the scenario matters; empty if the harness does not say
 * @param evidence how well the ground truth is known
 * @param control id of the same scenario without the fault
 * @param implied codes that may be reported in addition to the fault
 */
public record Grounds(
    String why, Optional<Evidence> evidence, Optional<String> control, List<Violation> implied) {

  /** The grounds of a scenario about which nothing is known. */
  public static final Grounds UNKNOWN =
      new Grounds("", Optional.empty(), Optional.empty(), List.of());

  /** The basis of all ground truth. Every report states it. */
  public static final String TRUTH =
      "The standard: scanners are judged by what a system process of a device on "
          + Releases.builtIn().reference()
          + " would find wrong with each server under Apple's requirements (ATS and FCP v2.1, Apple"
          + " support article 126655), devices by what their own release does, clients on trial by"
          + " what the protocol demands of every client. This is not a judgement of general TLS"
          + " practice.";

  public Grounds {
    implied = List.copyOf(implied);
  }

  /** A named fact that is shown as one line. */
  public record Line(String name, String text) {}

  /** Returns the known facts in this order: why, grade, control, may also be reported. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    if (!why.isEmpty()) {
      lines.add(new Line("why", why));
    }
    evidence.ifPresent(
        grade -> lines.add(new Line("grade", grade.label() + ": " + meaning(grade))));
    control.ifPresent(id -> lines.add(new Line("control", id)));
    if (!implied.isEmpty()) {
      lines.add(new Line("may also be reported", Judge.words(implied)));
    }
    return lines;
  }

  private static String meaning(Evidence grade) {
    return switch (grade) {
      case DOCUMENTED -> "Apple's documentation says so";
      case SOURCE_READ -> "Apple's published source or binaries say so";
      case INFERRED ->
          "reasoned from Apple's documentation and source and from the standards, and not verified"
              + " on a device";
      case DEVICE_VERIFIED -> "it was observed on a device";
    };
  }
}
