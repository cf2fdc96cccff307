package dev.atsharness.log;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.io.FilenameUtils;

/** The links in a directory or an archive that lead out of it. */
final class OutsideLinks {

  /** The maximum number of links that wait until all entries are known. */
  private static final int MAX_WAITING = 1_000;

  private final List<String> samples = new ArrayList<>();
  private final Map<String, String> waiting = new TreeMap<>();

  /** Hash codes of the names that were met, because the names can be long. */
  private final Set<Integer> met = new HashSet<>();

  private long count;

  /** Adds a link that is known to lead out. */
  void add(String link) {
    count++;
    if (samples.size() < Unread.MAX_SAMPLES) {
      samples.add(link);
    }
  }

  /** Adds a link that leads out unless its target is met. */
  void add(String link, String target) {
    if (waiting.size() < MAX_WAITING) {
      String base = target.startsWith("/") ? "" : FilenameUtils.getFullPath(link);
      waiting.put(link, trimmed(FilenameUtils.normalize(base + target, true)));
    } else {
      add(link);
    }
  }

  /** Notes an entry, and the directories that it is in. */
  void met(String path) {
    String name = trimmed(FilenameUtils.normalize(path, true));
    for (int end = name.length(); end > 0; end = name.lastIndexOf('/', end - 1)) {
      met.add(name.substring(0, end).hashCode());
    }
  }

  private static String trimmed(String path) {
    return path == null ? "" : path.replaceAll("^/|/$", "");
  }

  /**
   * The advice about the links, after all entries of the container were met.
   *
   * @param container the directory or archive that they are in
   */
  Optional<Unread> unread(String container) {
    waiting.forEach(
        (link, target) -> {
          if (!met.contains(target.hashCode())) {
            add(link);
          }
        });
    waiting.clear();
    return count > 0
        ? Optional.of(RawLogAdvice.ofLinks(container, count, samples))
        : Optional.empty();
  }
}
