package dev.atsharness.cli;

import dev.atsharness.scenario.Catalogue;
import java.util.List;
import java.util.stream.Collectors;

/** The hosts-file lines for scenario names, between marker lines that identify them. */
final class HostsBlock {

  static final String BEGIN = "# BEGIN ats-harness";
  static final String END = "# END ats-harness";

  private HostsBlock() {}

  static List<String> names(Catalogue catalogue, String domain) {
    return catalogue.scenarios().stream()
        .flatMap(scenario -> scenario.name(domain).stream())
        .toList();
  }

  /** Returns the block with its marker lines; each line ends with a newline. */
  static String of(List<String> names, String address) {
    return names.stream()
        .map(name -> address + " " + name + "\n")
        .collect(Collectors.joining("", BEGIN + "\n", END + "\n"));
  }

  /**
   * Returns a hosts file's text in which this block replaces an older one or is added at the end.
   */
  static String into(String hosts, String block) {
    int begin = hosts.indexOf(BEGIN + "\n");
    int end = hosts.indexOf(END + "\n", Math.max(begin, 0));
    if (begin >= 0 && end >= 0) {
      return hosts.substring(0, begin) + block + hosts.substring(end + END.length() + 1);
    }
    return hosts + (hosts.isEmpty() || hosts.endsWith("\n") ? "" : "\n") + block;
  }
}
