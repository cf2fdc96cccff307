package dev.atsharness.log;

import dev.atsharness.ats.OsRelease;
import dev.atsharness.scenario.internal.Releases;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The predicate for {@code log show}: Apple's filter of support article 126655, changed to ignore
 * case (some messages have "ATS Violation", most have "ATS violation").
 */
public final class LogFilter {

  private LogFilter() {}

  /**
   * The predicate for these processes, or for all if none are given.
   *
   * @param release the release whose messages are wanted, with those of older systems that it may
   *     still write
   */
  public static String predicate(List<String> processes, OsRelease release) {
    return predicate(processes, List.of(release));
  }

  /** The predicate for all processes of devices on any release. */
  static String ofAnyRelease() {
    return predicate(List.of(), Releases.builtIn().all());
  }

  private static String predicate(List<String> processes, List<OsRelease> releases) {
    String ofProcesses =
        processes.isEmpty()
            ? ""
            : processes.stream()
                .map(name -> "\"" + name + "\"")
                .collect(Collectors.joining(", ", "process IN {", "} AND "));
    Stream<String> texts =
        Stream.concat(
            releases.stream().flatMap(release -> release.tags().stream()),
            releases.stream().flatMap(release -> release.olderMessages().stream()));
    return ofProcesses
        + "subsystem == \"com.apple.network\" AND ("
        + texts
            .distinct()
            .map(text -> "eventMessage CONTAINS[c] \"" + text + "\"")
            .collect(Collectors.joining(" OR "))
        + ")";
  }
}
