package dev.atsharness.log;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collects the servers with which a log shows a complete TLS handshake: one line names the server
 * and the connection, a later one says that the same connection is connected. A log that was
 * exported with Apple's filter has no such lines. Uses bounded memory. Not for use by several
 * threads.
 */
final class Visits {

  private static final int MAX_VISITS = 20_000;
  private static final int MAX_CONNECTIONS = 20_000;

  private static final String BEGUN = "TLS configured [";
  private static final String CONNECTED = "TLS connected [";

  private static final Pattern CONNECTION = Pattern.compile("(\\[C[\\d.:]+\\]\\[0x[0-9a-f]+\\])");
  private static final Pattern NAME =
      Pattern.compile("\\bname\\(([^\\s]{1,400}?)\\)(?![^\\s\\],])");

  private final Set<LogVisit> visits = new HashSet<>();
  private final Map<String, String> names =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MAX_CONNECTIONS;
        }
      };

  /** The watch that collects them, which never ends. */
  Watch watch() {
    return new Watch(List.of(BEGUN, CONNECTED), this::see);
  }

  private boolean see(LogStyle.Event event) {
    Matcher connection = CONNECTION.matcher(event.message());
    if (!connection.find()) {
      return false;
    }
    String key = event.process() + connection.group(1);
    Matcher name = NAME.matcher(event.message());
    if (event.message().contains(BEGUN)) {
      // A connection without a readable name replaces an earlier one of the same number.
      names.remove(key);
      if (name.find() && ServerName.isHost(name.group(1))) {
        names.put(key, LogExplanation.host(name.group(1)));
      }
    } else if (event.message().contains(CONNECTED) && names.containsKey(key)) {
      if (visits.size() < MAX_VISITS) {
        visits.add(new LogVisit(names.get(key), event.process()));
      }
    }
    return false;
  }

  Set<LogVisit> all() {
    return visits;
  }
}
