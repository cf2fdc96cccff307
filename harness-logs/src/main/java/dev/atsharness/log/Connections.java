package dev.atsharness.log;

import dev.atsharness.log.FailedHandshakes.Visitor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Collects the servers with which a log shows a complete TLS handshake, and the handshakes that
 * failed. One line names the server and the connection; a later one says that the same connection
 * is connected, or that its handshake ended with an error, which the line about the server's alert
 * explains. A log that was exported with Apple's filter has no such lines. Uses bounded memory. Not
 * for use by several threads.
 */
final class Connections {

  private static final int MAX_VISITS = 20_000;
  private static final int MAX_CONNECTIONS = 20_000;

  private static final String BEGUN = "TLS configured [";
  private static final String CONNECTED = "TLS connected [";
  private static final String ALERT = "read alert, level: fatal, description: ";
  private static final String FAILED = "SSL library error";

  /** The function that writes {@link #FAILED} if the handshake did not complete. */
  private static final String INCOMPLETE = "handshake_incomplete";

  private static final Pattern CONNECTION = Pattern.compile("(\\[C[\\d.:]+\\]\\[0x[0-9a-f]+\\])");
  private static final Pattern NAME =
      Pattern.compile("\\bname\\(([^\\s]{1,400}?)\\)(?![^\\s\\],])");

  /** A completed handshake of a visitor. */
  private record Visit(Visitor visitor, TlsForm form) {}

  /** A handshake that began. */
  private record Begun(
      String server, TlsForm form, Moment moment, Optional<String> alert, boolean failed) {

    static Begun of(LogStyle.Event event, Moment moment) {
      Matcher name = NAME.matcher(event.message());
      boolean isNamed = name.find() && ServerName.isHost(name.group(1));
      return new Begun(
          isNamed ? LogExplanation.host(name.group(1)) : "",
          TlsForm.of(event.message()),
          moment,
          Optional.empty(),
          false);
    }

    static Begun unseen(Moment moment) {
      return new Begun("", TlsForm.OTHER, moment, Optional.empty(), false);
    }

    Begun with(String reason) {
      return new Begun(server, form, moment, Optional.of(reason), failed);
    }

    Begun ended() {
      return new Begun(server, form, moment, alert, true);
    }
  }

  private final boolean visiting;
  private final Map<Visit, Moment> visits = new HashMap<>();
  private final Map<String, Begun> begun = new Latest<>();
  private final Map<String, Boolean> violating = new Latest<>();
  private final FailedHandshakes failed = new FailedHandshakes(violating::containsKey);
  private final RepeatedEvents repeats = new RepeatedEvents();
  private String device = "";
  private int log;
  private long place;

  /** Whether the log has a line of a release that logs no violation. */
  private boolean silent;

  /** A map of a limited size, from which the eldest goes first. */
  private static final class Latest<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > MAX_CONNECTIONS;
    }
  }

  /**
   * @param visiting whether complete handshakes are given out
   */
  Connections(boolean visiting) {
    this.visiting = visiting;
  }

  /** The watch that collects them, which never ends. */
  Watch watch() {
    return new Watch(List.of(BEGUN, CONNECTED, ALERT, FAILED), this::see);
  }

  /** Says of which device the next logs are. */
  void device(String name) {
    device = name;
  }

  /** Begins a log. */
  void begin() {
    repeats.begin();
    log++;
    silent = false;
  }

  /** Ends a log. */
  void end() {
    failed.settle(0);
  }

  /** Whether the log, or a part of it, is certainly of a release that logs no violation. */
  boolean isSilent() {
    return silent;
  }

  /** Notes an event with a violation: it shows what is wrong with the connection. */
  void violation(LogStyle.Event event) {
    connection(event).ifPresent(one -> violating.put(one, true));
  }

  /** The device, the process and the connection of an event. */
  private Optional<String> connection(LogStyle.Event event) {
    Matcher connection = CONNECTION.matcher(event.message());
    return connection.find()
        ? Optional.of(String.join("\n", device, event.process(), connection.group(1)))
        : Optional.empty();
  }

  private boolean see(LogStyle.Event event) {
    connection(event).ifPresent(connection -> see(connection, event));
    return false;
  }

  private void see(String connection, LogStyle.Event event) {
    Moment moment = new Moment(event.timestamp(), log, place++);
    String message = event.message();
    Begun known = begun.getOrDefault(connection, Begun.unseen(moment));
    if (message.contains(BEGUN)) {
      // A connection without a readable name replaces an earlier one of the same number.
      Begun one = Begun.of(event, moment);
      begun.put(connection, one);
      silent |= one.form == TlsForm.SILENT;
    } else if (message.contains(CONNECTED)) {
      connected(known, event.process());
    } else if (message.contains(ALERT)) {
      begun.put(connection, known.with(lineAfter(message, ALERT)));
    } else if (message.contains(FAILED) && message.contains(INCOMPLETE) && !known.failed) {
      begun.put(connection, known.ended());
      if (!repeats.isRepeat(event, device)) {
        failed.add(
            connection,
            new Visitor(device, known.server, event.process()),
            known.alert.orElse(FAILED),
            moment);
      }
    }
  }

  /** Notes a completed handshake, if a violation would have been logged. */
  private void connected(Begun known, String process) {
    Visit visit = new Visit(new Visitor(device, known.server, process), known.form);
    if (!known.server.isEmpty()
        && known.form != TlsForm.SILENT
        && (visits.size() < MAX_VISITS || visits.containsKey(visit))) {
      visits.merge(visit, known.moment, Moment::orLater);
    }
  }

  /** Whether a visitor that failed completed a handshake that began after this moment. */
  private boolean hasRecovered(Visitor visitor, Moment last) {
    return !visitor.process().isEmpty()
        && Stream.of(TlsForm.values())
            .map(form -> visits.get(new Visit(visitor, form)))
            .anyMatch(one -> one != null && one.isAfter(last));
  }

  private static String lineAfter(String message, String word) {
    String rest = message.substring(message.indexOf(word) + word.length());
    return rest.lines().findFirst().orElse("").strip();
  }

  LogConnections all() {
    Set<LogVisit> reached =
        visits.entrySet().stream()
            .filter(one -> visiting)
            .map(
                one ->
                    new LogVisit(
                        one.getKey().visitor.server(),
                        one.getKey().visitor.process(),
                        one.getValue().known(),
                        one.getKey().form.release()))
            .collect(Collectors.toSet());
    return new LogConnections(reached, failed.all(this::hasRecovered));
  }
}
