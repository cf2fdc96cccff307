package dev.atsharness.log.internal.letter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The files of letters in one ZIP archive. The same letters make the same archive. */
public final class LetterZip {

  /** The earliest time that the format can express. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private LetterZip() {}

  /**
   * The archive; empty if it is longer than the limit.
   *
   * @param maxBytes maximum length of the archive
   */
  public static Optional<byte[]> of(LetterFiles files, int maxBytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      for (String name : files.names()) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(files.content(name).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        if (packed.size() > maxBytes) {
          return Optional.empty();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write in memory", e);
    }
    return Optional.of(packed.toByteArray()).filter(all -> all.length <= maxBytes);
  }
}
