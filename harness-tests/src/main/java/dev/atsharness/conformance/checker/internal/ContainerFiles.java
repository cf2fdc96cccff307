package dev.atsharness.conformance.checker.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Tar archives, in which container engines receive and return files. They contain the permissions
 * in the container, independent of this machine's file system.
 */
final class ContainerFiles {

  private static final int DIRECTORY = 040755;
  private static final int READABLE = 0100644;
  private static final int WRITABLE = 0100666;

  /** The size of the headers of one file, its padding and the archive's end, in bytes. */
  private static final int AROUND_A_FILE = 64 << 10;

  private ContainerFiles() {}

  /**
   * Writes an archive.
   *
   * @param files the texts by absolute path, readable by all users
   * @param report the absolute path of an empty file that all users may write
   */
  static void write(Path archive, Map<String, String> files, String report) throws IOException {
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      Set<String> directories = new LinkedHashSet<>();
      Stream.concat(files.keySet().stream(), Stream.of(report))
          .map(path -> path.substring(1, path.lastIndexOf('/') + 1))
          .filter(directory -> !directory.isEmpty())
          .forEach(directories::add);
      for (String directory : directories) {
        put(out, directory, DIRECTORY, "");
      }
      for (Map.Entry<String, String> file : files.entrySet()) {
        put(out, file.getKey().substring(1), READABLE, file.getValue());
      }
      put(out, report.substring(1), WRITABLE, "");
    }
  }

  private static void put(TarArchiveOutputStream out, String name, int mode, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode);
    entry.setSize(bytes.length);
    out.putArchiveEntry(entry);
    out.write(bytes);
    out.closeArchiveEntry();
  }

  /** Returns the largest size of an archive of one file, in bytes. */
  static int archiveSize(int file) {
    return file + AROUND_A_FILE;
  }

  /**
   * Returns the text of the file that is an archive's first entry; empty if that is not a file.
   *
   * @param archive the archive; may be cut at the size of an archive with the longest file
   * @throws IOException if the file is longer, or this is not an archive
   */
  static String read(byte[] archive, int longest) throws IOException {
    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
      TarArchiveEntry entry = in.getNextEntry();
      if (entry == null || !entry.isFile()) {
        return "";
      }
      if (entry.getSize() > longest) {
        throw new IOException("its report is longer than " + longest + " bytes");
      }
      return new String(in.readNBytes(longest), StandardCharsets.UTF_8);
    }
  }
}
