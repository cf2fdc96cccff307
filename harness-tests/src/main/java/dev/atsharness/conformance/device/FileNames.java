package dev.atsharness.conformance.device;

import java.util.regex.Pattern;

/** What the name of a file says of its content, where the content itself says nothing. */
final class FileNames {

  private static final Pattern PACKED =
      Pattern.compile(
          ".*\\.(?:gz|tgz|bz2|tbz2?|xz|txz|zip|tar|zst|tzst|7z|rar|lz4?|Z|aar|tracev3)",
          Pattern.DOTALL);

  /** Line by line JSON: nobody but a tool that exports a log writes a file of that name. */
  private static final Pattern LOG = Pattern.compile(".*\\.(?:ndjson|jsonl)", Pattern.DOTALL);

  private FileNames() {}

  /** Whether the content should be packed, or a log in Apple's binary form. */
  static boolean arePacked(String name) {
    return PACKED.matcher(name).matches();
  }

  /** Whether the content should be a log. */
  static boolean areOfLogs(String name) {
    return LOG.matcher(name).matches();
  }
}
