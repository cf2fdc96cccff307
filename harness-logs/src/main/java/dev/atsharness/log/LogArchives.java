package dev.atsharness.log;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The logs in Apple's binary form in a directory or an archive. */
final class LogArchives {

  private static final String ARCHIVE = ".logarchive";
  private static final String TRACE = ".tracev3";

  private final Map<String, Integer> traces = new TreeMap<>();

  /**
   * Whether the path is of such a log or in one; if so, the log is noted.
   *
   * @param path the path; of a directory, with a slash at its end
   */
  boolean has(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    int at = Math.max(lower.indexOf(ARCHIVE + "/"), lower.indexOf(ARCHIVE + "\\"));
    boolean trace = lower.endsWith(TRACE);
    if (at >= 0) {
      traces.merge(path.substring(0, at + ARCHIVE.length()), trace ? 1 : 0, Integer::sum);
      return true;
    }
    return false;
  }

  /**
   * The advice about all of them.
   *
   * @param container the archive that they are in; empty in a directory
   * @param besideLogs whether there are logs that can be read
   */
  List<Unread> unread(String container, boolean besideLogs) {
    return traces.entrySet().stream()
        .map(
            archive ->
                RawLogAdvice.ofArchive(archive.getKey(), container, archive.getValue(), besideLogs))
        .toList();
  }
}
