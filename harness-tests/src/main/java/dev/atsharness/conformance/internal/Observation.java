package dev.atsharness.conformance.internal;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckerOutput;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happened when a checker checked an endpoint, before it is judged.
 *
 * @param report the checker's output
 * @param connections the journal's entries of its connections; empty if there is no journal
 * @param looked whether it found something, or could see the server in one of these connections;
 *     true if there is no journal
 * @param started when the check began
 * @param took how long it lasted
 */
public record Observation(
    CheckerOutput report,
    Optional<List<String>> connections,
    boolean looked,
    Instant started,
    Duration took) {

  /** Creates an observation in which every connection showed the server. */
  public Observation(
      CheckerOutput report, Optional<List<String>> connections, Instant started, Duration took) {
    this(report, connections, connections.filter(List::isEmpty).isEmpty(), started, took);
  }

  /**
   * Creates an observation with the journal's connections. Findings show that the checker
   * connected, even if the journal does not have the connection yet.
   *
   * @param endpoint the endpoint of the connections
   */
  public static Observation at(
      CheckedEndpoint endpoint,
      CheckerOutput report,
      Optional<List<SeenConnection>> connections,
      Instant started,
      Duration took) {
    return new Observation(
        report,
        connections.map(some -> some.stream().map(SeenConnection::line).toList()),
        !report.findings().isEmpty()
            || connections.filter(some -> some.stream().noneMatch(endpoint::isShownTo)).isEmpty(),
        started,
        took);
  }

  /** Returns a copy with another output. */
  public Observation with(CheckerOutput other) {
    return new Observation(other, connections, looked, started, took);
  }

  /** True if the journal shows that there was no connection. */
  boolean hadNoConnection() {
    return connections.filter(List::isEmpty).isPresent();
  }

  /**
   * Returns how the journal shows that the checker did not check the server, as the end of a
   * sentence about the journal.
   */
  String howItDidNotLook() {
    return hadNoConnection()
        ? "shows that it never connected"
        : "shows that it opened a connection and sent neither a ClientHello nor, for an http URL, a"
            + " request, so it did not check the server";
  }
}
