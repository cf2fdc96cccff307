package dev.atsharness.conformance;

import dev.atsharness.ats.Violation;
import dev.atsharness.io.internal.FileFault;
import dev.atsharness.scenario.ClientExpectation.Side;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The output of a checker for one endpoint, before it is judged.
 *
 * @param status how the check ended
 * @param findings the violations it reported, in its order
 * @param refused the reason, if the checker says that a device would be refused for a reason
 *     without a violation code; the text may be empty. Hostile text
 * @param connection what happened to the connection; only for devices and clients
 * @param note one line about how the check went; may be empty
 * @param output the beginning and the end of its output, at most {@link #MAX_OUTPUT} characters in
 *     total; empty if it wrote nothing. Hostile text
 */
public record CheckerOutput(
    Status status,
    List<Finding> findings,
    Optional<String> refused,
    Optional<Connection> connection,
    String note,
    String output) {

  /** The length of the output that is kept, in UTF-16 units. */
  public static final int MAX_OUTPUT = 2_000;

  /** The length of the part that is kept from the end, where programs report why they failed. */
  private static final int TAIL = 500;

  /** How a check ended. */
  public enum Status {
    /** The checker has a result. */
    FINISHED,
    /** The checker says that it could not get a result. */
    INCONCLUSIVE,
    /** The checker says that it cannot judge such a server; judged like {@link #INCONCLUSIVE}. */
    UNSUPPORTED,
    /** The checker was stopped. */
    TIMED_OUT,
    /** The checker was not run, because the server cannot be reached from here. */
    UNREACHABLE
  }

  /**
   * A device's connection.
   *
   * @param connected whether the handshake finished and the client continued
   * @param refusedBy which side gave up, if known
   * @param alert RFC name of the fatal alert, {@code unknown} if the device does not know it; empty
   *     if there was none
   */
  public record Connection(boolean connected, Optional<Side> refusedBy, Optional<String> alert) {}

  public CheckerOutput {
    findings = List.copyOf(findings);
    if (output.length() > MAX_OUTPUT) {
      output =
          output.substring(0, MAX_OUTPUT - TAIL - 1)
              + "…"
              + output.substring(output.length() - TAIL);
    }
  }

  /** Creates an output without a refusal. */
  public CheckerOutput(
      Status status,
      List<Finding> findings,
      Optional<Connection> connection,
      String note,
      String output) {
    this(status, findings, Optional.empty(), connection, note, output);
  }

  public static CheckerOutput finished(List<Finding> findings) {
    return new CheckerOutput(Status.FINISHED, findings, Optional.empty(), "", "");
  }

  /**
   * Returns a copy that says that a device would be refused for this reason, which has no violation
   * code.
   */
  public CheckerOutput refusing(String reason) {
    return new CheckerOutput(
        status, findings, Optional.of(Finding.cut(reason)), connection, note, output);
  }

  /** True if it says nothing about the server: neither that it is compliant nor what is wrong. */
  public boolean noResult() {
    return (status == Status.INCONCLUSIVE || status == Status.UNSUPPORTED)
        && findings.isEmpty()
        && refused.isEmpty();
  }

  /** True if the result is that nothing is wrong. */
  public boolean saysNothing() {
    return status == Status.FINISHED && findings.isEmpty() && refused.isEmpty();
  }

  /** Returns the output of a client on trial, which says only whether it connected. */
  public static CheckerOutput client(boolean connected) {
    return new CheckerOutput(
        Status.FINISHED,
        List.of(),
        Optional.of(new Connection(connected, Optional.empty(), Optional.empty())),
        "",
        "");
  }

  public static CheckerOutput inconclusive(String note) {
    return new CheckerOutput(Status.INCONCLUSIVE, List.of(), Optional.empty(), note, "");
  }

  public static CheckerOutput unsupported(String note) {
    return new CheckerOutput(Status.UNSUPPORTED, List.of(), Optional.empty(), note, "");
  }

  /** Returns the output for a checker that was not run. */
  public static CheckerOutput unreachable(String note) {
    return new CheckerOutput(Status.UNREACHABLE, List.of(), Optional.empty(), note, "");
  }

  public static CheckerOutput timedOut(String note) {
    return new CheckerOutput(Status.TIMED_OUT, List.of(), Optional.empty(), note, "");
  }

  /** Returns the output for a checker that was stopped because it exceeded the time limit. */
  public static CheckerOutput stopped(String checker, Duration limit) {
    return timedOut(checker + " was stopped after " + limit.toSeconds() + " s");
  }

  /** Returns the output for a checker that failed. */
  public static CheckerOutput failed(IOException failure) {
    return inconclusive("it failed: " + FileFault.named(failure));
  }

  /** Returns a copy with the text that the checker wrote. */
  public CheckerOutput withOutput(String text) {
    return new CheckerOutput(status, findings, refused, connection, note, text);
  }

  /** Returns a copy with a further note about how the check went. */
  public CheckerOutput withNote(String more) {
    return new CheckerOutput(
        status, findings, refused, connection, note.isEmpty() ? more : note + "; " + more, output);
  }

  /** Returns the reported violations, each once. */
  public Set<Violation> violations() {
    EnumSet<Violation> codes = EnumSet.noneOf(Violation.class);
    findings.forEach(finding -> codes.add(finding.violation()));
    return codes;
  }
}
