package dev.atsharness.server.proof;

import java.util.List;

/**
 * A reading that is wrong for a reason that lies in the tool.
 *
 * @param tool the tool's name
 * @param scenario the scenario's id
 * @param fact the fact's name
 * @param reading what the tool reports
 * @param reason why it does, as far as its source tells
 */
record KnownMisreading(String tool, String scenario, String fact, String reading, String reason) {

  static final List<KnownMisreading> ALL = List.of();

  static boolean covers(String tool, String scenario, String fact, String reading) {
    return ALL.stream()
        .anyMatch(
            known ->
                known.tool.equals(tool)
                    && known.scenario.equals(scenario)
                    && known.fact.equals(fact)
                    && known.reading.equals(reading));
  }
}
