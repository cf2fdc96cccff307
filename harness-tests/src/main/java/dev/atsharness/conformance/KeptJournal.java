package dev.atsharness.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The journal that a harness left when it stopped. Nothing is added to it any more. */
public final class KeptJournal implements ContactLog {

  private final JsonNode journal;

  /**
   * Reads it.
   *
   * @param file in the form of the console's journal
   * @throws IOException if it cannot be read, or is something else
   */
  public KeptJournal(Path file) throws IOException {
    try {
      this.journal = JsonMapper.shared().readTree(Files.readAllBytes(file));
    } catch (JacksonException e) {
      throw new IOException(file + " is no journal: " + e.getOriginalMessage(), e);
    }
  }

  @Override
  public long mark() {
    long last = 0;
    for (JsonNode entry : journal.path("entries")) {
      last = Math.max(last, entry.path("sequence").asLong());
    }
    return last;
  }

  @Override
  public Optional<List<String>> since(String scenario, long mark, Duration patience) {
    return JournalEntries.contacts(
            journal, entry -> isOf(scenario, entry) && entry.path("sequence").asLong() > mark)
        .map(contacts -> contacts.stream().map(Contact::line).toList());
  }

  @Override
  public Optional<List<Contact>> contacts(String scenario) {
    return JournalEntries.contacts(journal, entry -> isOf(scenario, entry));
  }

  private static boolean isOf(String scenario, JsonNode entry) {
    return scenario.equals(entry.path("scenario").asString(""));
  }
}
