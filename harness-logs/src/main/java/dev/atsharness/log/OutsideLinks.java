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

  /** Most that wait until it is known what else there is. */
  private static final int MAX_WAITING = 1_000;

  private final List<String> samples = new ArrayList<>();
  private final Map<String, String> waiting = new TreeMap<>();

  /** Hash codes of the names that were met, for the names can be long. */
  private final Set<Integer> met = new HashSet<>();

  private long count;

  /** A link that is known to lead out. */
  void add(String link) {
    count++;
    if (samples.size() < Unread.MAX_SAMPLES) {
      samples.add(link);
    }
  }

  /** A link that leads out if its target is not met. */
  void add(String link, String target) {
    if (waiting.size() < MAX_WAITING) {
      String base = target.startsWith("/") ? "" : FilenameUtils.getFullPath(link);
      waiting.put(link, trimmed(FilenameUtils.normalize(base + target, true)));
    } else {
      add(link);
    }
  }

  /** An entry, and the directories that it is in. */
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
   * What is to be said of them, when all that the container has was met.
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
