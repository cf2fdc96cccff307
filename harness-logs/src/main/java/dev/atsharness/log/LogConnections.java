package dev.atsharness.log;

import java.util.List;
import java.util.Set;

/**
 * The connections that a log shows.
 *
 * @param visits the servers with which the log shows complete handshakes; empty unless {@link
 *     LogReader#notingVisits} asked for them
 * @param failed the connections that failed in the TLS handshake and have no violation, which is
 *     why the list of violations says nothing about them
 */
public record LogConnections(Set<LogVisit> visits, List<FailedHandshake> failed) {

  public LogConnections {
    visits = Set.copyOf(visits);
    failed = List.copyOf(failed);
  }
}
