package dev.atsharness.conformance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happened when a checker was let loose on an endpoint: the raw material of a verdict.
 *
 * @param report what the checker said
 * @param connections the journal's lines about its connections; empty if there is no journal
 * @param looked whether it found something, or one of these connections can have shown the server
 *     to it; true if there is no journal
 * @param started when the check began
 * @param took how long it lasted
 */
public record Observation(
    CheckerOutput report,
    Optional<List<String>> connections,
    boolean looked,
    Instant started,
    Duration took) {

  /** One of whose connections nothing more is known than that each showed the server. */
  public Observation(
      CheckerOutput report, Optional<List<String>> connections, Instant started, Duration took) {
    this(report, connections, connections.filter(List::isEmpty).isEmpty(), started, took);
  }

  /**
   * One with the journal's connections. What a checker found shows that it looked, whether or not
   * the journal has it already.
   *
   * @param target where they led
   */
  public static Observation at(
      CheckedEndpoint target,
      CheckerOutput report,
      Optional<List<SeenConnection>> connections,
      Instant started,
      Duration took) {
    return new Observation(
        report,
        connections.map(some -> some.stream().map(SeenConnection::line).toList()),
        !report.findings().isEmpty()
            || connections.filter(some -> some.stream().noneMatch(target::isShownTo)).isEmpty(),
        started,
        took);
  }

  /** The same, with another report. */
  Observation with(CheckerOutput other) {
    return new Observation(other, connections, looked, started, took);
  }

  /** Whether the journal shows that nobody came. */
  boolean nobodyCame() {
    return connections.filter(List::isEmpty).isPresent();
  }

  /** Why it did not look, by the journal, as the rest of a sentence about the journal. */
  String howItDidNotLook() {
    return nobodyCame()
        ? "shows that it never connected"
        : "shows that it opened a connection and sent neither a ClientHello nor, where the URL says"
            + " http, a request, so that it cannot have looked";
  }
}
