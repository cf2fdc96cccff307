package dev.atsharness.log;

import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
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
  private static final int MAX_FAILED = 5_000;
  private static final int MAX_TEXT = 200;

  private static final String BEGUN = "TLS configured [";
  private static final String CONNECTED = "TLS connected [";
  private static final String ALERT = "read alert, level: fatal, description: ";
  private static final String FAILED = "SSL library error";

  /** The function that writes {@link #FAILED} if the handshake did not complete. */
  private static final String INCOMPLETE = "handshake_incomplete";

  private static final String TOO_MANY = "several, too many to list";

  private static final Pattern CONNECTION = Pattern.compile("(\\[C[\\d.:]+\\]\\[0x[0-9a-f]+\\])");
  private static final Pattern NAME =
      Pattern.compile("\\bname\\(([^\\s]{1,400}?)\\)(?![^\\s\\],])");

  private record Visitor(String server, String process) {}

  private record Kind(String server, String process, String reason) {}

  /** A handshake that began. */
  private record Begun(
      String server, Optional<OffsetDateTime> time, Optional<String> alert, boolean failed) {

    static final Begun UNSEEN = new Begun("", Optional.empty(), Optional.empty(), false);

    Begun with(String reason) {
      return new Begun(server, time, Optional.of(reason), failed);
    }

    Begun ended() {
      return new Begun(server, time, alert, true);
    }
  }

  /** A failure of a connection that may have logged a violation. */
  private record Failure(String connection, Kind kind, Optional<OffsetDateTime> time) {}

  private final boolean visiting;
  private final Map<Visitor, Optional<OffsetDateTime>> visits = new HashMap<>();
  private final Map<String, Begun> begun = new Latest<>();
  private final Map<String, Boolean> violating = new Latest<>();
  private final Deque<Failure> failures = new ArrayDeque<>();
  private final Map<Kind, FailedHandshake> failed = new HashMap<>();
  private final RepeatedEvents repeats = new RepeatedEvents();
  private String device = "";

  /** A map of a limited size, from which the eldest goes first. */
  private static final class Latest<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > MAX_CONNECTIONS;
    }
  }

  /**
   * @param visiting whether complete handshakes are collected too
   */
  Connections(boolean visiting) {
    this.visiting = visiting;
  }

  /** The watch that collects them, which never ends. */
  Watch watch() {
    return new Watch(
        Stream.concat(
                Stream.of(BEGUN, ALERT, FAILED), visiting ? Stream.of(CONNECTED) : Stream.empty())
            .toList(),
        this::see);
  }

  /** Says of which device the next logs are. */
  void device(String name) {
    device = name;
  }

  /** Begins a log. */
  void begin() {
    repeats.begin();
  }

  /** Ends a log. */
  void end() {
    settle(0);
  }

  /** Notes an event with a violation: it shows what is wrong with the connection. */
  void violation(LogStyle.Event event) {
    connection(event).ifPresent(one -> violating.put(one, true));
  }

  /** The process and the connection of an event. */
  private static Optional<String> connection(LogStyle.Event event) {
    Matcher connection = CONNECTION.matcher(event.message());
    return connection.find()
        ? Optional.of(event.process() + connection.group(1))
        : Optional.empty();
  }

  private boolean see(LogStyle.Event event) {
    connection(event).ifPresent(connection -> see(connection, event));
    return false;
  }

  private void see(String connection, LogStyle.Event event) {
    String message = event.message();
    Begun known = begun.getOrDefault(connection, Begun.UNSEEN);
    if (message.contains(BEGUN)) {
      // A connection without a readable name replaces an earlier one of the same number.
      begun.put(connection, begun(event));
    } else if (message.contains(CONNECTED)) {
      connected(known, event.process());
    } else if (message.contains(ALERT)) {
      begun.put(connection, known.with(lineAfter(message, ALERT)));
    } else if (message.contains(FAILED) && message.contains(INCOMPLETE) && !known.failed) {
      begun.put(connection, known.ended());
      if (!repeats.isRepeat(event, device)) {
        fail(connection, known, event);
      }
    }
  }

  private static Begun begun(LogStyle.Event event) {
    Matcher name = NAME.matcher(event.message());
    boolean isNamed = name.find() && ServerName.isHost(name.group(1));
    return new Begun(
        isNamed ? LogExplanation.host(name.group(1)) : "",
        LogTime.known(event.timestamp()),
        Optional.empty(),
        false);
  }

  private void connected(Begun known, String process) {
    Visitor visitor = new Visitor(known.server, process);
    if (!known.server.isEmpty() && (visits.size() < MAX_VISITS || visits.containsKey(visitor))) {
      visits.merge(visitor, known.time, (one, other) -> LogSpan.EMPTY.with(one).with(other).last());
    }
  }

  private void fail(String connection, Begun known, LogStyle.Event event) {
    String process = shortened(event.process());
    String reason = known.alert.orElse(FAILED);
    failures.add(
        new Failure(
            connection,
            new Kind(known.server, process, shortened(reason)),
            LogTime.known(event.timestamp())));
    if (failures.size() > MAX_CONNECTIONS) {
      settle(MAX_CONNECTIONS / 2);
    }
  }

  /** Counts the failures of connections without a violation, except the last ones. */
  private void settle(int kept) {
    while (failures.size() > kept) {
      Failure one = failures.remove();
      if (!violating.containsKey(one.connection)) {
        boolean isNew = !failed.containsKey(one.kind);
        count(
            isNew && failed.size() >= MAX_FAILED ? new Kind("", "", TOO_MANY) : one.kind, one.time);
      }
    }
  }

  private void count(Kind kind, Optional<OffsetDateTime> time) {
    FailedHandshake known =
        failed.getOrDefault(
            kind, new FailedHandshake(kind.server, kind.process, kind.reason, 0, LogSpan.EMPTY));
    failed.put(
        kind,
        new FailedHandshake(
            kind.server, kind.process, kind.reason, known.count() + 1, known.span().with(time)));
  }

  private static String lineAfter(String message, String word) {
    String rest = message.substring(message.indexOf(word) + word.length());
    return rest.lines().findFirst().orElse("").strip();
  }

  private static String shortened(String text) {
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "\u2026" : text;
  }

  LogConnections all() {
    Set<LogVisit> reached =
        visits.entrySet().stream()
            .map(one -> new LogVisit(one.getKey().server, one.getKey().process, one.getValue()))
            .collect(Collectors.toSet());
    List<FailedHandshake> sorted = new ArrayList<>(failed.values());
    sorted.sort(
        Comparator.comparing((FailedHandshake one) -> one.server().isEmpty())
            .thenComparing(FailedHandshake::server)
            .thenComparing(FailedHandshake::process)
            .thenComparing(FailedHandshake::reason));
    return new LogConnections(reached, sorted);
  }
}
