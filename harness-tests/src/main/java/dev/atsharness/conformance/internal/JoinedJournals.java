package dev.atsharness.conformance.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The connections of several journals together, for logs that are judged later.
 *
 * @param journals the journals of several runs, the oldest first
 * @param which selects the connections that count
 */
public record JoinedJournals(List<JournalView> journals, Predicate<SeenConnection> which)
    implements JournalView {

  public JoinedJournals {
    journals = List.copyOf(journals);
  }

  @Override
  public long mark() {
    return 0;
  }

  @Override
  public Optional<List<SeenConnection>> connections(
      String scenario, long mark, Predicate<SeenConnection> awaited, Duration patience)
      throws IOException, InterruptedException {
    return connections(scenario);
  }

  @Override
  public Optional<List<SeenConnection>> connections(String scenario)
      throws IOException, InterruptedException {
    List<SeenConnection> all = new ArrayList<>();
    boolean told = !journals.isEmpty();
    for (JournalView journal : journals) {
      Optional<List<SeenConnection>> some = journal.connections(scenario);
      some.stream().flatMap(List::stream).filter(which).forEach(all::add);
      told &= some.isPresent();
    }
    return told || !all.isEmpty() ? Optional.of(all) : Optional.empty();
  }
}
