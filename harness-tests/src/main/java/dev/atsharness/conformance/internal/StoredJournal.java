package dev.atsharness.conformance.internal;

import dev.atsharness.io.internal.JsonFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stored copy of journals, up to the time when the harnesses stopped or were asked. */
public final class StoredJournal implements JournalView {

  /** The largest number of connections that are kept; enough for several runs. */
  static final int CAPACITY = 5_000;

  private final JsonNode journal;

  /**
   * Reads a journal.
   *
   * @param file a file in the form of the console's journal
   * @throws IOException if it cannot be read or is not a journal
   */
  public StoredJournal(Path file) throws IOException {
    try {
      this.journal = JsonMapper.shared().readTree(Files.readAllBytes(file));
    } catch (JacksonException e) {
      throw new IOException(file + " is not a journal: " + JsonFault.words(e), e);
    }
  }

  /**
   * @param journal the journal in the form of the console's
   */
  StoredJournal(JsonNode journal) {
    this.journal = journal;
  }

  /**
   * Adds the journal of a stopping harness to those of earlier ones; the oldest connections are
   * dropped. Only the owner can read the file. At most one entry is held in memory at a time.
   *
   * @param journal the journal in the form of the console's, in pieces
   * @throws IOException if the file cannot be written or is not a journal
   */
  public static void add(Path file, Iterator<ByteBuffer> journal) throws IOException {
    JournalMerge.add(file, journal, CAPACITY);
  }

  @Override
  public long mark() {
    return JournalJsonReader.newest(journal);
  }

  @Override
  public Optional<List<SeenConnection>> connections(
      String scenario, long mark, Predicate<SeenConnection> awaited, Duration patience) {
    return JournalJsonReader.connections(
        journal, entry -> isOf(scenario, entry) && entry.path("sequence").asLong() > mark);
  }

  @Override
  public Optional<List<SeenConnection>> connections(String scenario) {
    return JournalJsonReader.connections(journal, entry -> isOf(scenario, entry));
  }

  private static boolean isOf(String scenario, JsonNode entry) {
    return scenario.equals(entry.path("scenario").asString(""));
  }
}
