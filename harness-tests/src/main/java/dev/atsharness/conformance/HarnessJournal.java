package dev.atsharness.conformance;

import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.journal.Handshake;
import dev.atsharness.server.journal.Journal;
import dev.atsharness.server.journal.NoHandshakeException;
import dev.atsharness.server.journal.SeenAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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
  public Optional<List<Contact>> contacts(
      String scenario, long mark, Predicate<Contact> awaited, Duration patience)
      throws InterruptedException {
    List<Contact> contacts = contacts(scenario, mark);
    if (contacts.stream().noneMatch(awaited) && !patience.isZero()) {
      try {
        journal.take(
            scenario, patience, entry -> entry.sequence() > mark && awaited.test(contact(entry)));
      } catch (NoHandshakeException e) {
        return told(contacts(scenario, mark), mark);
      }
      contacts = contacts(scenario, mark);
    }
    return told(contacts, mark);
  }

  @Override
  public Optional<List<Contact>> contacts(String scenario) {
    List<Contact> contacts = contacts(scenario, 0);
    boolean lost = contacts.isEmpty() && journal.dropped() > 0;
    return lost ? Optional.empty() : Optional.of(contacts);
  }

  /**
   * A checker's report together with the connections to its target since the mark.
   *
   * @param mark an earlier {@link #mark}
   */
  public Observation observed(Target target, long mark, Report report) throws InterruptedException {
    return Observation.at(
        target,
        report,
        contacts(target.scenario(), mark, target::isShownTo, ContactLog.patience(report)),
        Instant.EPOCH,
        Duration.ZERO);
  }

  /** Nobody came, or whoever did has gone from the ring. */
  private Optional<List<Contact>> told(List<Contact> contacts, long mark) {
    boolean lost = contacts.isEmpty() && journal.dropped() > mark;
    return lost ? Optional.empty() : Optional.of(contacts);
  }

  private List<Contact> contacts(String scenario, long mark) {
    return journal.since(mark).stream()
        .filter(entry -> entry.scenario().equals(Optional.of(scenario)))
        .map(HarnessJournal::contact)
        .toList();
  }

  private static Contact contact(Handshake entry) {
    return Contact.of(
        entry.start(),
        entry.client().getAddress().getHostAddress(),
        entry.outcome().label(),
        entry.firstAlert().map(SeenAlert::name),
        entry.clientHello().isPresent(),
        !entry.requests().isEmpty(),
        describe(entry));
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
