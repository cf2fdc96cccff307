package dev.atsharness.conformance;

import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.journal.Handshake;
import dev.atsharness.server.journal.Journal;
import dev.atsharness.server.journal.NoHandshakeException;
import dev.atsharness.server.journal.SeenAlert;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The journal of a harness in this process. */
public final class HarnessJournal implements ContactLog {

  private final Journal journal;

  public HarnessJournal(AtsHarness harness) {
    this(harness.journal());
  }

  public HarnessJournal(Journal journal) {
    this.journal = journal;
  }

  @Override
  public long mark() {
    return journal.newest();
  }

  @Override
  public Optional<List<String>> since(String scenario, long mark, Duration patience)
      throws InterruptedException {
    List<String> lines = lines(scenario, mark);
    if (lines.isEmpty() && !patience.isZero()) {
      try {
        journal.take(scenario, patience, entry -> entry.sequence() > mark);
      } catch (NoHandshakeException e) {
        return told(List.of(), mark);
      }
      lines = lines(scenario, mark);
    }
    return told(lines, mark);
  }

  @Override
  public Optional<List<Contact>> contacts(String scenario) {
    List<Contact> contacts =
        entries(scenario, 0)
            .map(
                entry ->
                    Contact.of(
                        entry.start(),
                        entry.client().getAddress().getHostAddress(),
                        entry.outcome().label(),
                        entry.firstAlert().map(SeenAlert::name),
                        describe(entry)))
            .toList();
    boolean lost = contacts.isEmpty() && journal.dropped() > 0;
    return lost ? Optional.empty() : Optional.of(contacts);
  }

  /** Nobody came, or whoever did has gone from the ring. */
  private Optional<List<String>> told(List<String> lines, long mark) {
    boolean lost = lines.isEmpty() && journal.dropped() > mark;
    return lost ? Optional.empty() : Optional.of(lines);
  }

  private List<String> lines(String scenario, long mark) {
    return entries(scenario, mark).map(HarnessJournal::describe).toList();
  }

  private Stream<Handshake> entries(String scenario, long mark) {
    return journal.since(mark).stream()
        .filter(entry -> entry.scenario().equals(Optional.of(scenario)));
  }

  /** An entry in one line. It holds the client's text. */
  public static String describe(Handshake entry) {
    String negotiated =
        entry
            .negotiated()
            .map(n -> ", " + n.version() + " " + n.cipherSuite() + (n.resumed() ? ", resumed" : ""))
            .orElse("");
    String alert = entry.firstAlert().map(a -> ", alert from " + a).orElse("");
    String requests =
        entry.requests().stream()
            .map(request -> ", " + request.method() + " " + request.status())
            .collect(Collectors.joining());
    return entry.outcome() + negotiated + alert + requests;
  }
}
