package dev.atsharness.log;

import dev.atsharness.ats.OsRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What to ask {@code log show} for, in its predicate language: Apple's filter of support article
 * 126655, in words that no difference of case escapes (some messages say "ATS Violation", most say
 * "ATS violation").
 */
public final class LogFilter {

  private LogFilter() {}

  /**
   * The predicate for these processes, or for all if none are given.
   *
   * @param release up to 26.x there are older messages, too; OS 27 has them no more
   */
  public static String predicate(List<String> processes, OsRelease release) {
    String ofProcesses =
        processes.isEmpty()
            ? ""
            : processes.stream()
                .map(name -> "\"" + name + "\"")
                .collect(Collectors.joining(", ", "process IN {", "} AND "));
    return ofProcesses
        + "subsystem == \"com.apple.network\" AND ("
        + texts(release).stream()
            .map(text -> "eventMessage CONTAINS[c] \"" + text + "\"")
            .collect(Collectors.joining(" OR "))
        + ")";
  }

  private static List<String> texts(OsRelease release) {
    List<String> texts = new ArrayList<>(List.of("ATS violation", "ATS FCPv2.1 violation"));
    if (release.compareTo(OsRelease.OS_27_0) < 0) {
      texts.add("FCS TLS v2 compliance error");
    }
    return texts;
  }
}
