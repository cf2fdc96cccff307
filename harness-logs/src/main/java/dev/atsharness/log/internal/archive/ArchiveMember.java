package dev.atsharness.log.internal.archive;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of a log in Apple's binary form, recognised by its path.
 *
 * @param archive the path of the directory with the log; empty if it is at the top
 * @param inside the path of the file in it; empty for the directory itself
 */
public record ArchiveMember(String archive, String inside) {

  private static final String ARCHIVE = ".logarchive";

  /** The paths that a program reads; without a match, the file is not unpacked for it. */
  private static final String NEEDED =
      "(?:Persist|Special|HighVolume|Signpost|InFlight)/[\\w.-]{1,100}\\.tracev3"
          + "|logdata\\.LiveData\\.tracev3"
          + "|timesync/[\\w.-]{1,100}\\.timesync"
          + "|dsc/[0-9A-Fa-f]{32}"
          + "|[0-9A-Fa-f]{2}/[0-9A-Fa-f]{30}";

  private static final Pattern IS_NEEDED =
      Pattern.compile(NEEDED + "|(?:Info|version)\\.plist|Extra/[\\w.-]{1,100}");

  /** Such a file in a directory with another name than {@code *.logarchive}. */
  private static final Pattern ELSEWHERE = Pattern.compile("(?:(.*)[/\\\\])?(" + NEEDED + ")");

  /**
   * The member with a path.
   *
   * @param path the path; of a directory, with a slash at its end
   */
  public static Optional<ArchiveMember> of(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    int at = Math.max(lower.indexOf(ARCHIVE + "/"), lower.indexOf(ARCHIVE + "\\"));
    if (at >= 0) {
      int end = at + ARCHIVE.length();
      return Optional.of(
          new ArchiveMember(path.substring(0, end), path.substring(end + 1).replace('\\', '/')));
    }
    Matcher elsewhere = ELSEWHERE.matcher(path.replace('\\', '/'));
    return elsewhere.matches()
        ? Optional.of(
            new ArchiveMember(path.substring(0, Math.max(0, elsewhere.end(1))), elsewhere.group(2)))
        : Optional.empty();
  }

  /** Whether the program reads the file. */
  public boolean isNeeded() {
    return IS_NEEDED.matcher(inside).matches();
  }

  /** Whether it is a file of events. */
  public boolean isTrace() {
    return inside.toLowerCase(Locale.ROOT).endsWith(".tracev3");
  }
}
