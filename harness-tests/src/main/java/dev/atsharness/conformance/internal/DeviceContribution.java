package dev.atsharness.conformance.internal;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckerOutput.Connection;
import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogFinding;
import dev.atsharness.log.LogSummary;
import dev.atsharness.scenario.internal.DeviceResult;
import dev.atsharness.scenario.internal.DeviceResult.Line;
import dev.atsharness.scenario.internal.DeviceResult.Outcome;
import dev.atsharness.scenario.internal.SystemProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a device showed at the endpoints of a harness, without names, addresses and identifiers: the
 * entries that a user can give to the catalogue.
 *
 * @param results an entry for each scenario about which the log or the journal shows something
 * @param leftOut why there is no entry for other scenarios that the device visited, by scenario
 */
public record DeviceContribution(List<DeviceResult> results, Map<String, String> leftOut) {

  private static final int MAX_MESSAGE = 400;

  private static final PublishableWords WORDS = new PublishableWords();

  /** Texts that may identify a person, a device or a server. */
  private static final Pattern IDENTIFYING =
      Pattern.compile(
          "\\S+@\\S+" // a mail address
              + "|[0-9a-fA-F]{8}-[0-9a-fA-F-]{12,40}" // a UUID or a UDID
              + "|\\b(?:0x)?[0-9a-fA-F]{7,}\\b" // a pointer, a serial number in hex
              + "|\\b(?=[A-Z0-9]*[0-9])[A-Z0-9]{10,14}\\b" // a serial number
              + "|\\b[0-9]{1,3}(?:\\.[0-9]{1,3}){3}\\b" // an IPv4 address
              + "|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}" // an IPv6 or a MAC address
              + "|(?:[A-Za-z0-9_-]+\\.)+[A-Za-z]{2,}\\.?"); // a host name

  public DeviceContribution {
    results = List.copyOf(results);
    leftOut = Map.copyOf(leftOut);
  }

  /**
   * Returns what a device showed.
   *
   * @param check the judge of this device
   * @param endpoints those to look at
   * @throws IOException if the journal cannot be read
   */
  public static DeviceContribution of(
      LogCheck check, List<CheckedEndpoint> endpoints, LogSummary log, List<LogFinding> findings)
      throws IOException, InterruptedException {
    List<DeviceResult> results = new ArrayList<>();
    Map<String, String> leftOut = new TreeMap<>();
    DeviceConnections device = check.connections(log, findings);
    for (CheckedEndpoint endpoint : endpoints) {
      List<LogFinding> own = check.own(endpoint, findings);
      Optional<List<SeenConnection>> connections = device.at(endpoint);
      List<SeenConnection> seen = connections.orElse(List.of());
      if (own.isEmpty() && seen.isEmpty()) {
        continue;
      }
      Optional<Connection> last = LogCheck.connection(endpoint, connections);
      Optional<String> doubt = doubt(own, seen, last, log);
      if (doubt.isPresent()) {
        leftOut.put(endpoint.scenario(), doubt.get());
      } else {
        results.add(result(endpoint, own, last));
      }
    }
    return new DeviceContribution(results, leftOut);
  }

  /** Returns why nothing can be concluded from what was seen of an endpoint. */
  private static Optional<String> doubt(
      List<LogFinding> own, List<SeenConnection> seen, Optional<Connection> last, LogSummary log) {
    List<Boolean> ends =
        seen.stream()
            .flatMap(contact -> contact.connection().stream())
            .map(Connection::connected)
            .distinct()
            .toList();
    if (ends.size() > 1) {
      return Optional.of(
          "some connections were completed and others were not; with --client only the device's"
              + " own connections count");
    }
    if (!own.isEmpty()) {
      return Optional.empty();
    }
    if (!log.unread().isEmpty()) {
      return Optional.of("it logged nothing, but not all of the log was read");
    }
    return last.isPresent()
        ? Optional.empty()
        : Optional.of("it logged nothing, and the journal does not show how the connection ended");
  }

  private static DeviceResult result(
      CheckedEndpoint endpoint, List<LogFinding> own, Optional<Connection> last) {
    Optional<Outcome> outcome =
        last.map(
            connection ->
                !connection.connected()
                    ? Outcome.REFUSED
                    : own.isEmpty() ? Outcome.CONNECTED : Outcome.WARNED);
    Optional<Connection> refusal = last.filter(connection -> !connection.connected());
    return new DeviceResult(
        endpoint.scenario(),
        outcome,
        refusal.flatMap(Connection::refusedBy),
        refusal.flatMap(Connection::alert).filter(name -> name.matches("[a-z0-9_]{3,40}")),
        lines(own));
  }

  /** Returns the different messages, each with the processes that wrote it. */
  private static List<Line> lines(List<LogFinding> own) {
    Map<String, List<LogFinding>> byMessage =
        own.stream()
            .collect(
                Collectors.groupingBy(
                    DeviceContribution::message, TreeMap::new, Collectors.toList()));
    List<Line> lines = new ArrayList<>();
    byMessage.forEach(
        (message, findings) ->
            lines.add(
                new Line(
                    findings.get(0).violation(),
                    message,
                    findings.stream()
                        .map(LogFinding::process)
                        .filter(DeviceContribution::isApples)
                        .distinct()
                        .sorted()
                        .toList())));
    return lines;
  }

  private static boolean isApples(String process) {
    return SystemProcess.all().stream().anyMatch(one -> one.name().equals(process));
  }

  /**
   * Returns the words of a message up to the server's name, with {@link DeviceResult#SERVER} for
   * it. Everything after the name, and whatever may identify something, is left out.
   */
  private static String message(LogFinding found) {
    String text = found.message();
    int at = text.toLowerCase(Locale.ROOT).indexOf(LogExplanation.host(found.server()));
    String words = at < 0 ? text : text.substring(0, at);
    String safe =
        WORDS.of(
                IDENTIFYING.matcher(words).replaceAll(PublishableWords.REMOVED),
                found.violation().isPresent())
            + (at < 0 ? "" : DeviceResult.SERVER);
    String whole = safe.strip();
    return whole.length() > MAX_MESSAGE ? whole.substring(0, MAX_MESSAGE) : whole;
  }
}
