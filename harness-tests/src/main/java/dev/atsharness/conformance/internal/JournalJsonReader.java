package dev.atsharness.conformance.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads connections from the journal's JSON form. */
final class JournalJsonReader {

  private JournalJsonReader() {}

  /** Returns the highest sequence number; 0 if there is no entry. */
  static long newest(JsonNode journal) {
    long last = 0;
    for (JsonNode entry : journal.path("entries")) {
      last = Math.max(last, entry.path("sequence").asLong());
    }
    return last;
  }

  /** Returns the ports at which connections arrived. */
  static Set<Integer> ports(JsonNode journal) {
    return journal
        .path("entries")
        .valueStream()
        .map(entry -> entry.path("localPort").asInt())
        .collect(Collectors.toSet());
  }

  /**
   * Returns the connections of the selected entries; empty if the journal has none of them and has
   * lost entries.
   */
  static Optional<List<SeenConnection>> connections(JsonNode journal, Predicate<JsonNode> which) {
    return connections(journal, 0, which);
  }

  /**
   * Returns the connections of the selected entries; empty if the journal has none of them and has
   * lost entries.
   *
   * @param mark entries up to this number may be lost
   */
  static Optional<List<SeenConnection>> connections(
      JsonNode journal, long mark, Predicate<JsonNode> which) {
    List<SeenConnection> connections = new ArrayList<>();
    for (JsonNode entry : journal.path("entries")) {
      if (which.test(entry)) {
        connections.add(
            SeenConnection.of(
                Instant.parse(entry.path("start").asString()),
                entry.path("client").asString(""),
                entry.path("outcome").asString(),
                Optional.of(entry.at("/firstAlert/name"))
                    .filter(JsonNode::isString)
                    .map(JsonNode::asString),
                SeenHandshake.of(entry),
                !entry.path("requests").isEmpty(),
                line(entry)));
      }
    }
    boolean lost = connections.isEmpty() && journal.path("dropped").asLong() > mark;
    return lost ? Optional.empty() : Optional.of(connections);
  }

  private static String line(JsonNode entry) {
    JsonNode negotiated = entry.path("negotiated");
    JsonNode alert = entry.path("firstAlert");
    return entry.path("outcome").asString()
        + (negotiated.isObject()
            ? ", "
                + negotiated.path("version").asString()
                + " "
                + negotiated.path("cipherSuite").asString()
                + (negotiated.path("resumed").asBoolean() ? ", resumed" : "")
            : "")
        + (alert.isObject()
            ? ", alert from "
                + alert.path("sender").asString()
                + ": "
                + alert.path("name").asString()
            : "");
  }
}
