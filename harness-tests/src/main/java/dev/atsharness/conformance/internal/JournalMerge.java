package dev.atsharness.conformance.internal;

import dev.atsharness.io.internal.JsonFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Joins journal files without holding them in memory, because a stopping harness may have little
 * memory left.
 */
final class JournalMerge {

  private static final String ENTRIES = "entries";
  private static final String DROPPED = "dropped";

  /** The size that a journal file states. */
  private record Size(long entries, long dropped) {}

  /** Receives the entries of a journal, one after the other. */
  @FunctionalInterface
  private interface Entries {

    /**
     * Called with the parser at the beginning of an entry; must read or skip the complete entry.
     */
    void entry(JsonParser at);
  }

  private JournalMerge() {}

  /**
   * Adds a journal to the one in a file; the file need not exist.
   *
   * @param capacity the largest number of entries; the oldest are dropped
   * @throws IOException if the file cannot be written or is not a journal
   */
  static void add(Path file, Iterator<ByteBuffer> journal, int capacity) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path added = Files.createTempFile(directory, "journal", ".new");
    try {
      write(added, journal);
      if (Files.exists(file)) {
        Path joined = Files.createTempFile(directory, "journal", ".all");
        try {
          join(List.of(file, added), joined, capacity);
          replace(file, joined);
        } finally {
          Files.deleteIfExists(joined);
        }
      } else {
        replace(file, added);
      }
    } finally {
      Files.deleteIfExists(added);
    }
  }

  private static void write(Path file, Iterator<ByteBuffer> pieces) throws IOException {
    try (FileChannel to = FileChannel.open(file, StandardOpenOption.WRITE)) {
      while (pieces.hasNext()) {
        ByteBuffer piece = pieces.next();
        while (piece.hasRemaining()) {
          to.write(piece);
        }
      }
    }
  }

  private static void replace(Path file, Path by) throws IOException {
    Files.move(by, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void join(List<Path> journals, Path joined, int capacity) throws IOException {
    long entries = 0;
    long dropped = 0;
    for (Path journal : journals) {
      Size size = read(journal, JsonParser::skipChildren);
      entries += size.entries();
      dropped += size.dropped();
    }
    long[] surplus = {Math.max(0, entries - capacity)};
    dropped += surplus[0];
    try (JsonGenerator to =
        JsonMapper.shared().createGenerator(joined.toFile(), JsonEncoding.UTF8)) {
      to.writeStartObject();
      to.writeArrayPropertyStart(ENTRIES);
      for (Path journal : journals) {
        read(
            journal,
            at -> {
              if (surplus[0] > 0) {
                surplus[0]--;
                at.skipChildren();
              } else {
                to.copyCurrentStructure(at);
              }
            });
      }
      to.writeEndArray();
      to.writeNumberProperty(DROPPED, dropped);
      to.writeEndObject();
    }
  }

  private static Size read(Path journal, Entries entries) throws IOException {
    long count = 0;
    long dropped = 0;
    try (JsonParser in = JsonMapper.shared().createParser(journal.toFile())) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException(journal + " is not a journal: it is not an object");
      }
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        if (name.equals(ENTRIES) && value == JsonToken.START_ARRAY) {
          while (in.nextToken() != JsonToken.END_ARRAY) {
            entries.entry(in);
            count++;
          }
        } else if (name.equals(DROPPED) && value == JsonToken.VALUE_NUMBER_INT) {
          dropped = in.getLongValue();
        } else {
          in.skipChildren();
        }
      }
      return new Size(count, dropped);
    } catch (JacksonException e) {
      throw new IOException(journal + " is not a journal: " + JsonFault.words(e), e);
    }
  }
}
