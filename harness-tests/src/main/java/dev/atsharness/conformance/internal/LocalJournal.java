package dev.atsharness.conformance.internal;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.journal.Journal;
import dev.atsharness.server.journal.JournalEntry;
import dev.atsharness.server.journal.NoEntryException;
import dev.atsharness.server.journal.SeenAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The journal of a harness in this process. */
public final class LocalJournal implements JournalView {

  private final Journal journal;

  public LocalJournal(AtsHarness harness) {
    this(harness.journal());
  }

  public LocalJournal(Journal journal) {
    this.journal = journal;
  }

  @Override
  public long mark() {
    return journal.newest();
  }

  @Override
  public Optional<List<SeenConnection>> connections(
      String scenario, long mark, Predicate<SeenConnection> awaited, Duration patience)
      throws InterruptedException {
    List<SeenConnection> connections = connections(scenario, mark);
    if (connections.stream().noneMatch(awaited) && !patience.isZero()) {
      try {
        journal.take(
            scenario,
            patience,
            entry -> entry.sequence() > mark && awaited.test(connection(entry)));
      } catch (NoEntryException e) {
        return told(connections(scenario, mark), mark);
      }
      connections = connections(scenario, mark);
    }
    return told(connections, mark);
  }

  @Override
  public Optional<List<SeenConnection>> connections(String scenario) {
    List<SeenConnection> connections = connections(scenario, 0);
    boolean lost = connections.isEmpty() && journal.dropped() > 0;
    return lost ? Optional.empty() : Optional.of(connections);
  }

  /**
   * Returns a checker's output together with the connections to its endpoint since the mark.
   *
   * @param mark an earlier {@link #mark}
   */
  public Observation observed(CheckedEndpoint endpoint, long mark, CheckerOutput report)
      throws InterruptedException {
    return Observation.at(
        endpoint,
        report,
        connections(endpoint.scenario(), mark, endpoint::isShownTo, JournalView.patience(report)),
        Instant.EPOCH,
        Duration.ZERO);
  }

  /**
   * Returns the connections; empty if there are none and entries may have been dropped from the
   * ring.
   */
  private Optional<List<SeenConnection>> told(List<SeenConnection> connections, long mark) {
    boolean lost = connections.isEmpty() && journal.dropped() > mark;
    return lost ? Optional.empty() : Optional.of(connections);
  }

  private List<SeenConnection> connections(String scenario, long mark) {
    return journal.since(mark).stream()
        .filter(entry -> entry.scenario().equals(Optional.of(scenario)))
        .map(LocalJournal::connection)
        .toList();
  }

  private static SeenConnection connection(JournalEntry entry) {
    return SeenConnection.of(
        entry.connection().start(),
        entry.connection().client().getAddress().getHostAddress(),
        entry.outcome().label(),
        entry.handshake().firstAlert().map(SeenAlert::name),
        SeenHandshake.of(entry),
        !entry.requests().isEmpty(),
        describe(entry));
  }

  /** Describes an entry in one line. The line contains the client's text. */
  public static String describe(JournalEntry entry) {
    String negotiated =
        entry
            .handshake()
            .negotiated()
            .map(n -> ", " + n.version() + " " + n.cipherSuite() + (n.resumed() ? ", resumed" : ""))
            .orElse("");
    String alert = entry.handshake().firstAlert().map(a -> ", alert from " + a).orElse("");
    String requests =
        entry.requests().stream()
            .map(request -> ", " + request.method() + " " + request.status())
            .collect(Collectors.joining());
    return entry.outcome() + negotiated + alert + requests;
  }
}
