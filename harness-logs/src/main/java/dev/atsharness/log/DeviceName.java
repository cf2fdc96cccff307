package dev.atsharness.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The name of the device of a log. A log does not have it, so it is the name of the file; in a
 * directory that is not a log itself, the name of the file or the directory that is directly below
 * it.
 */
final class DeviceName {

  /** The ends of names that say only how a log is written or packed. */
  private static final List<String> ENDS =
      List.of(
          ".tar",
          ".tgz",
          ".tbz2",
          ".tbz",
          ".txz",
          ".zip",
          ".gz",
          ".bz2",
          ".xz",
          ".ndjson",
          ".jsonl",
          ".json",
          ".txt",
          ".log",
          ".csv",
          ".logarchive");

  private static final String ARCHIVE = ".logarchive";

  private static final Set<String> PARTS =
      Set.of("Persist", "Special", "HighVolume", "Signpost", "timesync", "dsc");

  private DeviceName() {}

  /** The name of the device of a file, or of an entry of an archive. */
  static String of(String path) {
    String plain = path.replace('\\', '/').replaceAll("/+$", "");
    String name = plain.substring(plain.lastIndexOf('/') + 1);
    for (Optional<String> end = end(name); end.isPresent(); end = end(name)) {
      name = name.substring(0, name.length() - end.get().length());
    }
    return name;
  }

  private static Optional<String> end(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ENDS.stream()
        .filter(end -> lower.endsWith(end) && lower.length() > end.length())
        .findFirst();
  }

  /** The name of the device of the log in a directory. */
  static String of(Path directory) {
    return of(directory.toAbsolutePath().normalize().toString());
  }

  /** Whether a directory is the log of one device: a {@code .logarchive} or a sysdiagnose. */
  static boolean isOfOne(Path directory) throws IOException {
    if (isArchive(directory)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.anyMatch(entry -> isArchive(entry) || isPart(entry));
    }
  }

  /** Whether a directory is part of a log in Apple's binary form with another name. */
  private static boolean isPart(Path path) {
    return PARTS.contains(path.getFileName().toString());
  }

  private static boolean isArchive(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(ARCHIVE);
  }
}
