package dev.atsharness.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The connections of several journals together, for logs that are judged after the fact.
 *
 * @param journals each of another run, the oldest first
 * @param which those that count
 */
public record Contacts(List<ContactLog> journals, Predicate<Contact> which) implements ContactLog {

  public Contacts {
    journals = List.copyOf(journals);
  }

  @Override
  public long mark() {
    return 0;
  }

  @Override
  public Optional<List<Contact>> contacts(
      String scenario, long mark, Predicate<Contact> awaited, Duration patience)
      throws IOException, InterruptedException {
    return contacts(scenario);
  }

  @Override
  public Optional<List<Contact>> contacts(String scenario)
      throws IOException, InterruptedException {
    List<Contact> all = new ArrayList<>();
    boolean told = !journals.isEmpty();
    for (ContactLog journal : journals) {
      Optional<List<Contact>> some = journal.contacts(scenario);
      some.stream().flatMap(List::stream).filter(which).forEach(all::add);
      told &= some.isPresent();
    }
    return told || !all.isEmpty() ? Optional.of(all) : Optional.empty();
  }
}
