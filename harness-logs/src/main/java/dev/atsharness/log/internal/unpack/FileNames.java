package dev.atsharness.log.internal.unpack;

import java.util.regex.Pattern;
import org.apache.commons.io.FilenameUtils;

/** The kind of a file by its name, for content that does not show its kind. */
public final class FileNames {

  private static final Pattern PACKED =
      Pattern.compile(
          ".*\\.(?:gz|tgz|bz2|tbz2?|xz|txz|zip|tar|zst|tzst|7z|rar|lz4?|Z|aar|tracev3"
              + "|lzma|lzfse|lzo|br|zlib|sz|gpg|pgp|age|enc)",
          Pattern.DOTALL);

  /** Names of line-by-line JSON and of logs; only tools that export logs write such files. */
  private static final Pattern OF_LOG =
      Pattern.compile(".*\\.(?:ndjson|jsonl|log)", Pattern.DOTALL);

  /** The word "log" and words joined with it, but not "catalog" or "logo". */
  private static final Pattern LOG =
      Pattern.compile(
          "(?:^|[^a-z]|ats|sys|device|console)logs?(?:[^a-z]|$)"
              + "|(?:^|[^a-z])(?:ats|console|sysdiagnose)(?:[^a-z]|$)"
              + "|\\.(?:ndjson|jsonl|tracev3)(?:\\.|$)",
          Pattern.CASE_INSENSITIVE);

  private FileNames() {}

  /** Whether the name is that of packed content, or of a log in Apple's binary form. */
  public static boolean arePacked(String name) {
    return PACKED.matcher(name).matches();
  }

  /** Whether the name is that of a log. */
  public static boolean areOfLogs(String name) {
    return OF_LOG.matcher(name).matches();
  }

  /** Whether the name of the file itself, without its directories, mentions a log. */
  public static boolean sayLog(String name) {
    String last = FilenameUtils.getName(name);
    // For a file in an archive, the name is "archive: entry".
    return LOG.matcher(last.substring(last.lastIndexOf(": ") + 1)).find();
  }
}
