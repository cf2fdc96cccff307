package dev.atsharness.conformance;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.ClientExpectation.Side;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a checker said about one endpoint, before anybody judges it.
 *
 * @param status how the check ended
 * @param findings the violations it reported, in its order
 * @param refused its reason, where it says that a device would be refused for a reason without a
 *     violation code; may be empty text. Hostile text
 * @param connection what happened to the connection; only devices know
 * @param note one line about how the check went; empty if there is nothing to say
 * @param output the beginning and the end of what it wrote, {@link #MAX_OUTPUT} characters in all;
 *     empty if it wrote nothing. Hostile text
 */
public record CheckerOutput(
    Status status,
    List<Finding> findings,
    Optional<String> refused,
    Optional<Connection> connection,
    String note,
    String output) {

  /** Longest output kept, in UTF-16 units. */
  public static final int MAX_OUTPUT = 2_000;

  /** How much of it is from the end, where programs say why they gave up. */
  private static final int TAIL = 500;

  /** How a check ended. */
  public enum Status {
    /** The checker came to a result. */
    FINISHED,
    /** The checker says that it could not come to one. */
    INCONCLUSIVE,
    /** The checker says that it cannot judge such a server; judged like {@link #INCONCLUSIVE}. */
    UNSUPPORTED,
    /** The checker was stopped. */
    TIMED_OUT,
    /** The checker was not run, since the server cannot be reached from here. */
    UNREACHABLE
  }

  /**
   * A device's connection.
   *
   * @param connected whether the handshake finished and the client went on
   * @param refusedBy which side gave up, if known
   * @param alert RFC name of the fatal alert, {@code unknown} if the device cannot tell; empty if
   *     there was none
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

  /** One that does not say that a device would be refused for a reason without a code. */
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

  /** The same, but a device would be refused for this reason, which has no violation code. */
  public CheckerOutput refusing(String reason) {
    return new CheckerOutput(
        status, findings, Optional.of(Finding.cut(reason)), connection, note, output);
  }

  /** Whether it says nothing of the server: neither that it is in order nor what is wrong. */
  public boolean noResult() {
    return (status == Status.INCONCLUSIVE || status == Status.UNSUPPORTED)
        && findings.isEmpty()
        && refused.isEmpty();
  }

  /** Whether it came to a result, and that is that nothing is wrong. */
  public boolean saysNothing() {
    return status == Status.FINISHED && findings.isEmpty() && refused.isEmpty();
  }

  public static CheckerOutput inconclusive(String note) {
    return new CheckerOutput(Status.INCONCLUSIVE, List.of(), Optional.empty(), note, "");
  }

  public static CheckerOutput unsupported(String note) {
    return new CheckerOutput(Status.UNSUPPORTED, List.of(), Optional.empty(), note, "");
  }

  /** The checker was not run. */
  public static CheckerOutput unreachable(String note) {
    return new CheckerOutput(Status.UNREACHABLE, List.of(), Optional.empty(), note, "");
  }

  public static CheckerOutput timedOut(String note) {
    return new CheckerOutput(Status.TIMED_OUT, List.of(), Optional.empty(), note, "");
  }

  /** No result, since the checker had to be stopped when its time was up. */
  public static CheckerOutput stopped(String checker, Duration limit) {
    return timedOut(checker + " was stopped after " + limit.toSeconds() + " s");
  }

  /** No result, since the checker could not do its work. */
  public static CheckerOutput failed(IOException failure) {
    return inconclusive("it failed: " + failure.getMessage());
  }

  /** The same, with what the checker wrote. */
  public CheckerOutput withOutput(String text) {
    return new CheckerOutput(status, findings, refused, connection, note, text);
  }

  /** The same, with something more to say about how the check went. */
  public CheckerOutput withNote(String more) {
    return new CheckerOutput(
        status, findings, refused, connection, note.isEmpty() ? more : note + "; " + more, output);
  }

  /** The reported violations, each once. */
  public Set<Violation> violations() {
    EnumSet<Violation> codes = EnumSet.noneOf(Violation.class);
    findings.forEach(finding -> codes.add(finding.violation()));
    return codes;
  }
}
