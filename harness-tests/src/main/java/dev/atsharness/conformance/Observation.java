package dev.atsharness.conformance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happened when a checker was let loose on an endpoint: the raw material of a verdict.
 *
 * @param report what the checker said
 * @param contacts the journal's lines about its connections; empty if there is no journal
 * @param started when the check began
 * @param took how long it lasted
 */
public record Observation(
    Report report, Optional<List<String>> contacts, Instant started, Duration took) {

  /** Whether the journal shows that nobody came. */
  boolean nobodyCame() {
    return contacts.filter(List::isEmpty).isPresent();
  }
}
