package dev.atsharness.server.proof;

import dev.atsharness.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The table of which tool confirmed which fact, as Markdown. */
final class ProofTable {

  private final List<String> tools;
  private final String limits;
  private final List<String> rows = new ArrayList<>();
  private int facts;
  private int confirmations;
  private int contradictions;

  /**
   * @param tools the columns
   * @param limits a text about the facts that a tool was not asked for, and why
   */
  ProofTable(List<String> tools, String limits) {
    this.tools = List.copyOf(tools);
    this.limits = limits;
  }

  void add(Scenario scenario, Fact fact, Map<String, String> readings) {
    facts++;
    rows.add(
        tools.stream()
            .map(tool -> cell(fact, readings.get(tool)))
            .collect(
                Collectors.joining(
                    " | ",
                    "| " + scenario.id() + " | " + fact.name() + " | " + fact.stated() + " | ",
                    " |")));
  }

  private String cell(Fact fact, String reading) {
    if (reading == null) {
      return "";
    }
    if (fact.agreesWith(reading)) {
      confirmations++;
      return fact.accepted().size() == 1 ? "yes" : "yes: " + escaped(reading);
    }
    contradictions++;
    return "**" + escaped(reading) + "**";
  }

  /** A reading with escaped characters: programs print text from servers. */
  private static String escaped(String text) {
    String shown = text.length() <= 120 ? text : text.substring(0, 120) + "...";
    return shown.replaceAll("[\\p{Cntrl}|<>`*\\[\\]\\\\]", "?");
  }

  String markdown() {
    String header = "| scenario | fact | stated | " + String.join(" | ", tools) + " |";
    return String.join(
            "\n",
            "# Proof on the wire",
            "",
            facts
                + " facts, "
                + confirmations
                + " confirmations, "
                + contradictions
                + " contradictions. Empty: the tool cannot see it or was not asked. **Bold**: the"
                + " tool reads something else.",
            "",
            limits,
            "",
            header,
            header.replaceAll("[^|]+", "---"),
            String.join("\n", rows),
            "",
            "## Facts that no tool can see",
            "",
            Unseen.ALL.stream()
                .map(u -> "- " + u.scenario() + ", " + u.fact() + ": " + u.reason())
                .collect(Collectors.joining("\n")),
            "",
            "## Readings that are the tool's mistake",
            "",
            KnownMisreading.ALL.stream()
                .map(k -> "- " + k.tool() + " on " + k.scenario() + ": " + k.reason())
                .collect(Collectors.joining("\n")))
        + "\n";
  }
}
