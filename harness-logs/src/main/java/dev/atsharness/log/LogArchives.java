package dev.atsharness.log;

import dev.atsharness.log.internal.archive.ArchiveMember;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The logs in Apple's binary form in a directory or an archive. */
final class LogArchives {

  private static final String ARCHIVE = ".logarchive";

  /**
   * One of them.
   *
   * @param path its path, in the container if it has one; empty at the top of a container
   * @param container the archive that it is in; empty in a directory
   * @param traces number of its files of events
   * @param device the name of its device
   */
  record One(String path, String container, long traces, String device) {

    /** Its name in messages. */
    String source() {
      return container.isEmpty() ? path : container + (path.isEmpty() ? "" : ": " + path);
    }
  }

  private final String container;
  private final Map<String, One> archives = new LinkedHashMap<>();

  /**
   * @param container the archive that they are in; empty for a directory
   */
  LogArchives(String container) {
    this.container = container;
  }

  /**
   * The file of such a log with a path, which is noted; empty for another file.
   *
   * @param path the path; of a directory, with a slash at its end
   * @param device the name of the device
   */
  Optional<ArchiveMember> member(String path, String device) {
    Optional<ArchiveMember> member = ArchiveMember.of(path);
    member.ifPresent(
        one ->
            archives.merge(
                one.archive(),
                new One(one.archive(), container, one.isTrace() ? 1 : 0, device),
                (known, next) ->
                    new One(known.path, container, known.traces + next.traces, known.device)));
    return member;
  }

  /**
   * All of them, without directories that only look like one: they have texts of messages, but
   * neither the name of such a log nor a file of events.
   */
  List<One> all() {
    return archives.values().stream()
        .filter(one -> one.traces > 0 || one.path.toLowerCase(Locale.ROOT).endsWith(ARCHIVE))
        .toList();
  }
}
