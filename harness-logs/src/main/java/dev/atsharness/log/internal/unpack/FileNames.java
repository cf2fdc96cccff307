package dev.atsharness.log.internal.unpack;

import java.util.regex.Pattern;
import org.apache.commons.io.FilenameUtils;

/** What the name of a file says of its content, where the content itself says nothing. */
public final class FileNames {

  private static final Pattern PACKED =
      Pattern.compile(
          ".*\\.(?:gz|tgz|bz2|tbz2?|xz|txz|zip|tar|zst|tzst|7z|rar|lz4?|Z|aar|tracev3"
              + "|lzma|lzfse|lzo|br|zlib|sz|gpg|pgp|age|enc)",
          Pattern.DOTALL);

  /** Line by line JSON: nobody but a tool that exports a log writes a file of that name. */
  private static final Pattern OF_LOG =
      Pattern.compile(".*\\.(?:ndjson|jsonl|log)", Pattern.DOTALL);

  /** The word "log" and those that are written together with it; no "catalog" and no "logo". */
  private static final Pattern LOG =
      Pattern.compile(
          "(?:^|[^a-z]|ats|sys|device|console)logs?(?:[^a-z]|$)"
              + "|(?:^|[^a-z])(?:ats|console|sysdiagnose)(?:[^a-z]|$)"
              + "|\\.(?:ndjson|jsonl|tracev3)(?:\\.|$)",
          Pattern.CASE_INSENSITIVE);

  private FileNames() {}

  /** Whether the content should be packed, or a log in Apple's binary form. */
  public static boolean arePacked(String name) {
    return PACKED.matcher(name).matches();
  }

  /** Whether the content should be a log. */
  public static boolean areOfLogs(String name) {
    return OF_LOG.matcher(name).matches();
  }

  /** Whether the name of the file itself, without its directories, speaks of a log. */
  public static boolean sayLog(String name) {
    String last = FilenameUtils.getName(name);
    // In an archive, "archive: entry".
    return LOG.matcher(last.substring(last.lastIndexOf(": ") + 1)).find();
  }
}
