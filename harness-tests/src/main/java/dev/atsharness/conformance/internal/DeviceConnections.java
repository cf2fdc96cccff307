package dev.atsharness.conformance.internal;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.log.LogFinding;
import dev.atsharness.log.LogSummary;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The connections that count as a device's: those from the time of its log. If several addresses
 * connected then, those of the addresses that connected to an endpoint when the log has a line
 * about it. Other clients may have connected at any time.
 */
final class DeviceConnections {

  private final Map<String, Optional<List<SeenConnection>>> byScenario;
  private final Optional<String> doubt;

  private DeviceConnections(
      Map<String, Optional<List<SeenConnection>>> byScenario, Optional<String> doubt) {
    this.byScenario = byScenario;
    this.doubt = doubt;
  }

  /**
   * Selects a device's connections.
   *
   * @param own the lines of the log about an endpoint
   * @throws IOException if the journal cannot be read
   */
  static DeviceConnections of(
      List<CheckedEndpoint> endpoints,
      LogSummary log,
      Function<CheckedEndpoint, List<LogFinding>> own,
      JournalView journal)
      throws IOException, InterruptedException {
    Map<String, Optional<List<SeenConnection>>> all = new LinkedHashMap<>();
    for (CheckedEndpoint endpoint : endpoints) {
      all.put(endpoint.scenario(), journal.connections(endpoint.scenario()));
    }
    if (log.first().isEmpty() || log.last().isEmpty()) {
      return clients(all).isEmpty()
          ? new DeviceConnections(all, Optional.empty())
          : unknown(
              all,
              "no event of the log has a time, so it is unknown which connections are the"
                  + " device's");
    }
    Instant from = log.first().get().toInstant().minus(LogCheck.SLACK);
    Instant to = log.last().get().toInstant().plus(LogCheck.SLACK);
    keep(all, contact -> !contact.start().isBefore(from) && !contact.start().isAfter(to));
    Set<String> clients = clients(all);
    if (clients.size() > 1) {
      Set<String> met = new TreeSet<>();
      for (CheckedEndpoint endpoint : endpoints) {
        all.get(endpoint.scenario()).stream()
            .flatMap(List::stream)
            .filter(contact -> own.apply(endpoint).stream().anyMatch(line -> at(line, contact)))
            .map(SeenConnection::client)
            .forEach(met::add);
      }
      if (met.isEmpty() || twoOfOneFamily(met)) {
        return unknown(
            all,
            "several clients connected at the time of the log ("
                + String.join(", ", clients)
                + "), and its lines do not show which of them is the device; 'ats-harness log check"
                + " --client IP' counts only the connections of one");
      }
      keep(all, contact -> met.contains(contact.client()));
    }
    return new DeviceConnections(all, Optional.empty());
  }

  /** The device's connections to an endpoint; empty if they are not known. */
  Optional<List<SeenConnection>> at(CheckedEndpoint endpoint) {
    return byScenario.get(endpoint.scenario());
  }

  /** Why it is not known which connections are the device's; empty if it is. */
  Optional<String> doubt() {
    return doubt;
  }

  /** True if the connection was made around the time of the line. */
  static boolean at(LogFinding line, SeenConnection contact) {
    return line.last().map(OffsetDateTime::toInstant).stream()
        .anyMatch(
            time -> Duration.between(contact.start(), time).abs().compareTo(LogCheck.SLACK) <= 0);
  }

  private interface Selection {
    boolean has(SeenConnection contact);
  }

  private static void keep(
      Map<String, Optional<List<SeenConnection>>> connections, Selection selection) {
    connections.replaceAll(
        (scenario, some) ->
            some.map(contacts -> contacts.stream().filter(selection::has).toList()));
  }

  private static Set<String> clients(Map<String, Optional<List<SeenConnection>>> connections) {
    Set<String> clients = new TreeSet<>();
    connections.values().stream()
        .flatMap(Optional::stream)
        .flatMap(List::stream)
        .map(SeenConnection::client)
        .forEach(clients::add);
    return clients;
  }

  /** A device has an address of IPv4 and one of IPv6. */
  private static boolean twoOfOneFamily(Set<String> clients) {
    long ipv6 = clients.stream().filter(client -> client.contains(":")).count();
    return ipv6 > 1 || clients.size() - ipv6 > 1;
  }

  private static DeviceConnections unknown(
      Map<String, Optional<List<SeenConnection>>> connections, String why) {
    connections.replaceAll((scenario, some) -> Optional.empty());
    return new DeviceConnections(connections, Optional.of(why));
  }
}
