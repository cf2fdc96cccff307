package dev.atsharness.cli;

import dev.atsharness.scenario.Catalogue;
import java.util.List;
import java.util.stream.Collectors;

/** The hosts-file lines for scenario names, between marks by which they are found again. */
final class HostsBlock {

  static final String BEGIN = "# BEGIN ats-harness";
  static final String END = "# END ats-harness";

  private HostsBlock() {}

  static List<String> names(Catalogue catalogue, String domain) {
    return catalogue.scenarios().stream()
        .flatMap(scenario -> scenario.name(domain).stream())
        .toList();
  }

  /** The block with its marks, each line ending in a newline. */
  static String of(List<String> names, String address) {
    return names.stream()
        .map(name -> address + " " + name + "\n")
        .collect(Collectors.joining("", BEGIN + "\n", END + "\n"));
  }

  /** A hosts file's text with this block in place of an older one, or at its end. */
  static String into(String hosts, String block) {
    int begin = hosts.indexOf(BEGIN + "\n");
    int end = hosts.indexOf(END + "\n", Math.max(begin, 0));
    if (begin >= 0 && end >= 0) {
      return hosts.substring(0, begin) + block + hosts.substring(end + END.length() + 1);
    }
    return hosts + (hosts.isEmpty() || hosts.endsWith("\n") ? "" : "\n") + block;
  }
}
