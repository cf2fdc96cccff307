package dev.atsharness.scenario;

import dev.atsharness.ats.Violation;
import java.util.List;
import java.util.Optional;

/**
 * What one client profile does at an endpoint.
 *
 * @param connects whether the handshake finishes and the client continues; {@code unknown} if no
 *     source says
 * @param refusedBy which side gives up, if one does
 * @param stage where it gives up: the last message before the refusal ({@code client-hello}, {@code
 *     server-hello}, {@code certificate}, {@code server-key-exchange})
 * @param alert RFC name of the fatal alert, {@code unknown} if no source says; empty if none is
 *     sent
 * @param logs violations it must log, in no order
 * @param mayLog further violations that it may log
 */
public record ClientExpectation(
    Connects connects,
    Optional<Side> refusedBy,
    Optional<String> stage,
    Optional<String> alert,
    List<Violation> logs,
    List<Violation> mayLog) {

  /** The value of {@link #alert} if no source says which alert is sent. */
  public static final String UNKNOWN_ALERT = "unknown";

  /** A truth value with three values. */
  public enum Connects {
    TRUE,
    FALSE,
    UNKNOWN;

    /** The name in scenario files. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A side of the connection. */
  public enum Side {
    CLIENT,
    SERVER;

    /** The name in scenario files. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** An expectation: the client finishes the handshake and logs these. */
  public static ClientExpectation connects(List<Violation> logs) {
    return ended(Connects.TRUE, Optional.empty()).logging(logs, List.of());
  }

  /** An expectation: no source says whether the client connects. */
  public static ClientExpectation unknown() {
    return ended(Connects.UNKNOWN, Optional.empty());
  }

  /** An expectation: the client does not connect, because this side refuses. */
  public static ClientExpectation refusedBy(Side side) {
    return ended(Connects.FALSE, Optional.of(side));
  }

  /** An expectation: the client does not connect, and no source says which side gives up. */
  public static ClientExpectation broken() {
    return ended(Connects.FALSE, Optional.empty());
  }

  private static ClientExpectation ended(Connects connects, Optional<Side> refusedBy) {
    return new ClientExpectation(
        connects, refusedBy, Optional.empty(), Optional.empty(), List.of(), List.of());
  }

  /** Returns the same expectation, refused after this message. */
  public ClientExpectation at(String lastMessage) {
    return new ClientExpectation(
        connects, refusedBy, Optional.of(lastMessage), alert, logs, mayLog);
  }

  /** Returns the same expectation, with this alert. */
  public ClientExpectation withAlert(String name) {
    return new ClientExpectation(connects, refusedBy, stage, Optional.of(name), logs, mayLog);
  }

  /** Returns the same expectation, with an alert that no source names. */
  public ClientExpectation withUnknownAlert() {
    return withAlert(UNKNOWN_ALERT);
  }

  /**
   * Returns the same expectation, with other violations that the client must log, and others that
   * it may log.
   */
  public ClientExpectation logging(List<Violation> must, List<Violation> may) {
    return new ClientExpectation(
        connects, refusedBy, stage, alert, List.copyOf(must), List.copyOf(may));
  }
}
