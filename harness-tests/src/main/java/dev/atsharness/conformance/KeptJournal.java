package dev.atsharness.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What harnesses saw up to a time: when they stopped, or were asked. */
public final class KeptJournal implements ContactLog {

  /** Most connections that are kept: those of some runs. */
  static final int CAPACITY = 5_000;

  private static final String ENTRIES = "entries";
  private static final String DROPPED = "dropped";

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

  /**
   * @param journal in the form of the console's
   */
  KeptJournal(JsonNode journal) {
    this.journal = journal;
  }

  /**
   * Adds the journal of a harness that stops to those of earlier ones; the oldest connections make
   * room. Only the owner can read the file.
   *
   * @param journal in the form of the console's
   * @throws IOException if the file cannot be written, or holds something else
   */
  public static void add(Path file, String journal) throws IOException {
    ObjectNode kept = (ObjectNode) JsonMapper.shared().readTree(journal);
    if (Files.exists(file)) {
      JsonNode earlier = new KeptJournal(file).journal;
      ArrayNode all = JsonMapper.shared().createArrayNode();
      earlier.path(ENTRIES).forEach(all::add);
      kept.path(ENTRIES).forEach(all::add);
      long dropped = earlier.path(DROPPED).asLong() + kept.path(DROPPED).asLong();
      for (; all.size() > CAPACITY; dropped++) {
        all.remove(0);
      }
      kept.put(DROPPED, dropped).set(ENTRIES, all);
    }
    Path made = Files.createTempFile(file.toAbsolutePath().getParent(), "journal", ".new");
    Files.write(made, JsonMapper.shared().writeValueAsBytes(kept));
    Files.move(made, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public long mark() {
    return JournalEntries.newest(journal);
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
