package dev.atsharness.log;

import dev.atsharness.ats.Violation;
import dev.atsharness.log.internal.text.Refusal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Sums up a log while it is read: the violation, its server, the process that noticed it, and the
 * number of times. It uses bounded memory, even for a hostile log. Not for use by several threads.
 */
public final class LogExplanation implements Consumer<LoggedViolation> {

  /** The maximum number of different findings. */
  static final int MAX_FINDINGS = 10_000;

  private static final int MAX_PARAMETERS = 8;
  private static final int MAX_DEVICES = 1_000;

  private record Key(String server, String process, Optional<Violation> violation, String words) {}

  private final Map<Key, LogFinding> findings = new HashMap<>();
  private long violations;
  private long omitted;

  @Override
  public void accept(LoggedViolation logged) {
    violations++;
    Key key =
        new Key(
            host(logged.server()),
            logged.process(),
            logged.violation(),
            logged.violation().isPresent() ? "" : logged.message());
    LogFinding known = findings.get(key);
    if (known == null && findings.size() == MAX_FINDINGS) {
      omitted++;
    } else {
      findings.put(key, sum(key, logged, Optional.ofNullable(known)));
    }
  }

  /** All findings, by server, process and code. */
  public List<LogFinding> findings() {
    return findings.values().stream()
        .sorted(
            Comparator.comparing(LogFinding::server)
                .thenComparing(LogFinding::process)
                .thenComparing(LogFinding::code)
                .thenComparing(LogFinding::message))
        .toList();
  }

  /** The number of violations, each message counted. */
  public long violations() {
    return violations;
  }

  /** The number of violations that are not in any finding, because there were too many findings. */
  public long omitted() {
    return omitted;
  }

  /** A host name in the form for comparison: in lower case, without the final dot. */
  public static String host(String server) {
    String host = server.toLowerCase(Locale.ROOT);
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /** Whether the message is of a device that refused the connection, and the known one is not. */
  private static boolean isWorse(LoggedViolation logged, String known) {
    return Refusal.isIn(logged.message()) && !Refusal.isIn(known);
  }

  private static LogFinding sum(Key key, LoggedViolation logged, Optional<LogFinding> known) {
    SortedSet<String> parameters =
        known.<SortedSet<String>>map(LogFinding::parameters).orElseGet(TreeSet::new);
    if (!logged.parameter().isEmpty() && parameters.size() < MAX_PARAMETERS) {
      parameters.add(logged.parameter());
    }
    SortedMap<String, Long> devices =
        known.<SortedMap<String, Long>>map(LogFinding::devices).orElseGet(TreeMap::new);
    if (devices.size() < MAX_DEVICES || devices.containsKey(logged.device())) {
      devices.merge(logged.device(), 1L, Long::sum);
    }
    return new LogFinding(
        key.server,
        key.process,
        key.violation,
        parameters,
        known.map(LogFinding::count).orElse(0L) + 1,
        known.map(LogFinding::span).orElse(LogSpan.EMPTY).with(logged.timestamp()),
        known
            .map(LogFinding::message)
            .filter(one -> !isWorse(logged, one))
            .orElse(logged.message()),
        devices);
  }
}
